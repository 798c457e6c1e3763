/** Trying again by itself, at growing intervals: what is away comes back sooner when not everybody asks all the time. */

const SOON = 8000;
const AT_MOST = 60_000;

export class Again {
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} retry */
  constructor(retry) {
    this.retry = retry;
  }

  /** @param {boolean} [isSteady] for what may be well at any time: without ever waiting longer */
  later(isSteady = false) {
    this.pause();
    const wait = isSteady ? SOON : Math.min(AT_MOST, SOON * 2 ** this.#failures++);
    this.#timer = setTimeout(this.retry, wait);
  }

  /** Not now: it is being tried, or of no use. */
  pause() {
    clearTimeout(this.#timer);
  }

  /** It is well; the next failure is a first one. */
  end() {
    this.pause();
    this.#failures = 0;
  }
}
