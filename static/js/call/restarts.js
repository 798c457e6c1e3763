/** When a connection breaks: restart its ICE, more and more patiently, and say when that is not enough. */

const FIRST_CONTACT = 12_000;
const LONGEST_CONTACT = 96_000;
const GRACE = 2_000;
const LONGEST = 16_000;
const TRIES = 4;

export class Restarts {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #tries = 0;
  /** whether it ever held */
  connected = false;

  /**
   * @param {RTCPeerConnection} connection
   * @param {object} means
   * @param {number} means.patience how much longer than the other side to wait, so that both do not act at once
   * @param {number} means.failures connections to the same person that never held before this one
   * @param {() => void} means.restart
   * @param {() => void} means.giveUp
   */
  constructor(connection, { patience, failures, restart, giveUp }) {
    this.connection = connection;
    this.patience = patience;
    this.failures = failures;
    this.restart = restart;
    this.giveUp = giveUp;
    connection.addEventListener("iceconnectionstatechange", () => this.#follow());
    // Who is slow is never met by somebody who gives up just as fast every time.
    this.#wait(Math.min(FIRST_CONTACT * 2 ** failures, LONGEST_CONTACT));
  }

  /** Try at once; then again until it holds. */
  now() {
    this.#tries += 1;
    if (this.#tries > TRIES || !this.connected) {
      this.stop();
      this.giveUp();
    } else {
      this.restart();
      this.#wait(Math.min(GRACE * 2 ** this.#tries, LONGEST));
    }
  }

  stop() {
    clearTimeout(this.#timer);
  }

  get #holds() {
    return ["connected", "completed"].includes(this.connection.iceConnectionState);
  }

  #follow() {
    const state = this.connection.iceConnectionState;
    if (this.#holds) {
      this.#rest();
      this.connected = true;
    } else if (state === "disconnected" && this.#tries === 0) {
      // It often comes back by itself.
      this.#wait(GRACE);
    } else if (state === "failed") {
      // Where every way was tried in vain, more time brings nothing; the network may change meanwhile.
      this.#wait(this.connected ? 0 : Math.min(GRACE * 2 ** this.failures, LONGEST));
    }
  }

  /** @param {number} time milliseconds */
  #wait(time) {
    this.stop();
    this.#timer = setTimeout(() => (this.#holds ? this.#rest() : this.now()), time * this.patience);
  }

  #rest() {
    this.stop();
    this.#tries = 0;
  }
}
