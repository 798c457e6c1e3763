/** The data channel beside the pictures: what two pages say to each other with no server in between. */

const MOST_BUFFERED = 1_000_000;

export class Beside {
  /** @type {RTCDataChannel | null} */
  #channel = null;

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
    try {
      this.hear(JSON.parse(String(data)));
    } catch {
      // Whatever it is, it is not from a page of ours.
    }
  }
}
