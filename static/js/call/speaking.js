/** Who is speaking: quick to notice, slow to forget, so that a pause between words does not flicker. */

const LOUD = 0.02;
const PAUSE = 800;

export class Speaking {
  /** @type {Map<string, number>} until when each of them counts as speaking */
  #until = new Map();

  /** @param {(id: string, isSpeaking: boolean) => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * @param {string} id
   * @param {number} level 0 to 1
   */
  hear(id, level) {
    const now = performance.now();
    const until = this.#until.get(id);
    if (level > LOUD) {
      this.#until.set(id, now + PAUSE);
      if (until === undefined) {
        this.changed(id, true);
      }
    } else if (until !== undefined && until < now) {
      this.#until.delete(id);
      this.changed(id, false);
    }
  }
}
