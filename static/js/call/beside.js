/** The data channel beside the pictures: what two pages say to each other with no server in between. */

import { Throttle } from "./throttle.js";

const MOST_BUFFERED = 1_000_000;
/** Ink is said thirty times a second, everything else now and then: what is beyond is not read. */
const PER_SECOND = 100;
const BURST = 200;
const LONGEST = 16_000;

export class Beside {
  /** @type {RTCDataChannel | null} */
  #channel = null;
  #throttle = new Throttle(PER_SECOND, BURST);

  /** @param {(message: any) => void} hear */
  constructor(hear) {
    this.hear = hear;
  }

  /**
   * Both sides open it with the same number, once the offer has made place for it.
   * @param {RTCPeerConnection} connection
   */
  open(connection) {
    if (!this.#channel) {
      this.#channel = connection.createDataChannel("beside", { negotiated: true, id: 0 });
      this.#channel.onmessage = ({ data }) => this.#heed(data);
    }
  }

  /** @param {object} message dropped while there is no line, or it is choked */
  say(message) {
    if (this.#channel?.readyState === "open" && this.#channel.bufferedAmount < MOST_BUFFERED) {
      this.#channel.send(JSON.stringify(message));
    }
  }

  /** @param {unknown} data */
  #heed(data) {
    if (typeof data === "string" && data.length <= LONGEST && this.#throttle.take()) {
      try {
        this.hear(JSON.parse(data));
      } catch {
        // Whatever it is, it is not from a page of ours.
      }
    }
  }
}
