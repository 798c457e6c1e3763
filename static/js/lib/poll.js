/** Where sockets are blocked, the page asks every few seconds for what a socket would have brought. */

import { announce } from "./envelope.js";

/** @typedef {import("./envelope.js").Envelope} Envelope */

const INTERVAL = 3000;
/** What a socket would be closed with: asking again is pointless. @type {Record<number, number>} */
const FINAL = { 401: 4401, 403: 4403, 404: 4404, 410: 4404, 423: 4403 };

export class Poll {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isRunning = false;
  #places;
  #refused;

  /** @param {import("./places.js").Places} places @param {(code: number) => void} refused */
  constructor(places, refused) {
    this.#places = places;
    this.#refused = refused;
  }

  /**
   * @param {string} address of the socket
   * @param {Element | null} element on whose behalf contents are swapped
   */
  start(address, element) {
    if (!this.#isRunning && element) {
      this.#isRunning = true;
      void this.#round(address, element);
    }
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** @param {string} address @param {Element} element */
  async #round(address, element) {
    const url = new URL(this.#places.continueAt(address));
    url.pathname += "/since";
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const [hello, ...envelopes] = answer.ok ? await answer.json() : [];
      if (answer.status in FINAL && this.#isRunning) {
        this.#refused(FINAL[answer.status]);
      }
      for (const envelope of envelopes) {
        await this.#take(envelope, element);
      }
      if (hello && this.#isRunning) {
        this.#places.meet(hello.data);
      }
    } catch {
      // The next round asks again.
    }
    if (this.#isRunning) {
      this.#timer = setTimeout(() => this.#round(address, element), INTERVAL);
    }
  }

  /** @param {Envelope} envelope @param {Element} element */
  async #take(envelope, element) {
    if (!this.#isRunning || this.#places.judge(envelope) !== "next") {
      return;
    }
    if (envelope.content) {
      const swap = { sourceElement: element, target: element, swap: "none swapEmpty:false", text: envelope.content };
      await /** @type {any} */ (globalThis).htmx.swap(swap);
    }
    announce(envelope);
  }
}
