/** The ink on one shared screen: who has drawn what, and how much of it is still to be seen. */

/** @typedef {import("./ink.js").Ink} Ink */

/**
 * @typedef {object} Mark something to draw
 * @property {string} author
 * @property {"pen" | "laser"} kind
 * @property {number[]} points x, y, x, y …, in steps
 * @property {number} strength 1 as long as it is fresh, then less and less
 * @property {boolean} isNewest whether it is the last that its author has drawn
 */

/** @typedef {{author: string, stroke: number, points: number[], at: number}} Stroke */
/** @typedef {{points: number[], times: number[], at: number}} Trail */

export const LIFE = 6000;
const FADING = 1500;
const TRAIL = 450;
const LASER_LIFE = 2500;
const MOST_STROKES = 60;
const MOST_NUMBERS = 6000;

export class Board {
  /** @type {Stroke[]} the oldest first */
  #strokes = [];
  /** @type {Map<string, Trail>} by author */
  #lasers = new Map();

  /**
   * @param {string} author
   * @param {Ink} ink
   * @param {number} now milliseconds
   */
  add(author, { kind, stroke, points }, now) {
    if (kind === "pen") {
      this.#draw(author, stroke, points, now);
    } else if (kind === "laser") {
      this.#point(author, points, now);
    } else {
      this.#lasers.delete(author);
    }
  }

  /**
   * What is to be seen now; what has faded is forgotten.
   * @param {number} now
   * @returns {Mark[]}
   */
  marks(now) {
    this.#strokes = this.#strokes.filter(({ at }) => now - at < LIFE);
    for (const [author, { at }] of this.#lasers) {
      if (now - at >= LASER_LIFE) {
        this.#lasers.delete(author);
      }
    }
    return [...this.#drawn(now), ...this.#pointed(now)];
  }

  /** @param {number} now @returns {Mark[]} */
  #drawn(now) {
    const newest = new Map(this.#strokes.map((stroke) => [stroke.author, stroke]));
    return this.#strokes.map((each) => ({
      author: each.author,
      kind: "pen",
      points: each.points,
      strength: Math.min(1, (LIFE - (now - each.at)) / FADING),
      isNewest: newest.get(each.author) === each,
    }));
  }

  /** @param {number} now @returns {Mark[]} */
  #pointed(now) {
    return [...this.#lasers].map(([author, { points, times }]) => {
      const first = times.findIndex((at) => now - at < TRAIL);
      const from = first < 0 ? points.length - 2 : first * 2;
      return { author, kind: "laser", points: points.slice(from), strength: 1, isNewest: true };
    });
  }

  /** @param {string} author @param {number} number @param {number[]} points @param {number} now */
  #draw(author, number, points, now) {
    const known = this.#strokes.find((each) => each.author === author && each.stroke === number);
    const stroke = known ?? { author, stroke: number, points: [], at: now };
    stroke.points = [...stroke.points, ...points].slice(-MOST_NUMBERS);
    stroke.at = now;
    if (!known) {
      this.#strokes.push(stroke);
      const mine = this.#strokes.filter((each) => each.author === author);
      const surplus = new Set(mine.slice(0, -MOST_STROKES));
      this.#strokes = this.#strokes.filter((each) => !surplus.has(each));
    }
  }

  /** @param {string} author @param {number[]} points @param {number} now */
  #point(author, points, now) {
    const { points: before, times } = this.#lasers.get(author) ?? { points: [], times: [] };
    const all = [...times, ...Array.from({ length: points.length / 2 }, () => now)];
    const fresh = Math.max(0, Math.min(all.length - 1, all.findIndex((at) => now - at < TRAIL)));
    this.#lasers.set(author, { points: [...before, ...points].slice(fresh * 2), times: all.slice(fresh), at: now });
  }
}
