/** How often something may happen: a bucket of tokens that fills by itself. */

export class Throttle {
  #left;
  #at = -Infinity;

  /** @param {number} perSecond @param {number} burst as many at once after a rest */
  constructor(perSecond, burst) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.#left = burst;
  }

  /** Whether it may happen now. */
  take() {
    const now = performance.now();
    this.#left = Math.min(this.burst, this.#left + ((now - this.#at) / 1000) * this.perSecond);
    this.#at = now;
    if (this.#left < 1) {
      return false;
    }
    this.#left -= 1;
    return true;
  }
}
