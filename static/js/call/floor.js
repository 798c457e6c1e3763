/** Who has the floor: whoever goes on speaking gets it, a cough or an "mhm" does not take it away. */

/** How long somebody speaks before the floor is theirs. */
const ENOUGH = 1200;
/** How long they keep it at least. */
const HOLD = 3000;

export class Floor {
  /** @type {string | null} nobody yet */
  current = null;
  #taken = 0;
  /** @type {Map<string, number>} those who speak just now, since when */
  #since = new Map();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** @param {string} key @param {boolean} isSpeaking */
  hear(key, isSpeaking) {
    if (isSpeaking) {
      this.#since.set(key, performance.now());
    } else {
      this.#since.delete(key);
    }
    if (isSpeaking && this.current === null) {
      this.#take(key);
    }
    [ENOUGH, HOLD].forEach((wait) => setTimeout(() => this.#judge(), wait));
  }

  /** Those who speak, and who has the floor. */
  get known() {
    return new Set(this.current === null ? this.#since.keys() : [...this.#since.keys(), this.current]);
  }

  /** @param {string} key somebody who is gone */
  forget(key) {
    this.#since.delete(key);
    if (this.current === key) {
      this.#take(this.#since.keys().next().value ?? null);
    }
  }

  #judge() {
    const now = performance.now();
    const isHeld = this.#since.has(/** @type {string} */ (this.current)) || now - this.#taken < HOLD;
    const [next] = [...this.#since].find(([, since]) => now - since >= ENOUGH) ?? [];
    if (next !== undefined && !isHeld) {
      this.#take(next);
    }
  }

  /** @param {string | null} key */
  #take(key) {
    this.current = key;
    this.#taken = performance.now();
    this.changed();
  }
}
