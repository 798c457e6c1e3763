/** Whether a line is alive: what makes one doubt it, and when it is given up to be opened anew. */

const HEARTBEAT = 15_000;
const MISSED = 2.3 * HEARTBEAT;
const STUCK = 10_000;
const LOOK = 5000;
const ANSWER = 4000;

/** @typedef {{isUp: boolean, send: (event: string) => boolean, restart: () => void}} Line */

export class Pulse {
  #line;
  #heardAt = 0;
  #triedAt = 0;

  /** @param {Line} line */
  constructor(line) {
    this.#line = line;
  }

  /** Whether there ever was a beat. */
  get isKnown() {
    return this.#heardAt > 0;
  }

  /** Something was heard. */
  beat() {
    this.#heardAt = Date.now();
  }

  /** An attempt to open it begins. */
  begin() {
    this.#triedAt = Date.now();
  }

  /** Something hints that this line is dead: ask, for silence alone would tell only at the next heartbeat. */
  doubt() {
    const asked = Date.now();
    if (this.#line.send("wire:heads")) {
      setTimeout(() => this.#line.isUp && this.#heardAt < asked && this.#line.restart(), ANSWER);
    }
  }

  watch() {
    addEventListener("online", () => this.#line.restart());
    addEventListener("offline", () => this.doubt());
    // hx-ws hangs up when the page is put aside and does not come back when it is taken out again.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#line.restart());
    document.addEventListener("visibilitychange", () => document.hidden || this.#look(HEARTBEAT * 1.3, 0));
    setInterval(() => this.#look(MISSED, STUCK), LOOK);
  }

  /**
   * Come back when nothing was heard for `silence` milliseconds, or an attempt takes longer than `stuck`.
   *
   * @param {number} silence
   * @param {number} stuck
   */
  #look(silence, stuck) {
    const [since, patience] = this.#line.isUp ? [this.#heardAt, silence] : [this.#triedAt, stuck];
    if (this.#triedAt && Date.now() - since > patience) {
      this.#line.restart();
    }
  }
}
