/** The page's socket as hx-ws keeps it: opened at #wire, anew for each attempt; what it brings is judged before it is swapped. */

import { announce, opened } from "./envelope.js";

/** @typedef {import("./envelope.js").Envelope} Envelope */
/** @typedef {{url: string, socket: WebSocket | null}} Connection */

/**
 * @typedef {object} Ears
 * @property {(address: string) => string} begin an attempt; returns the address to take
 * @property {(envelope: Envelope) => boolean} judge whether it comes in its turn
 * @property {(code: number) => void} end
 */

export class Socket {
  /** @type {Connection | null} */
  #connection = null;
  element = document.getElementById("wire");
  address = this.element?.dataset.address ?? "/ws";

  /** @param {object} envelope @returns {boolean} whether it was sent */
  send(envelope) {
    const socket = this.#connection?.socket;
    if (socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    socket.send(JSON.stringify(envelope));
    return true;
  }

  /** @param {Ears} ears */
  open({ begin, judge, end }) {
    this.#hear("before:connection", ({ connection }) => {
      this.#connection = connection;
      connection.url = begin(connection.url);
    });
    this.#hear("before:message:incoming", (detail) => {
      const envelope = opened(detail.message.data);
      detail.cancelled = detail.connection !== this.#connection || !envelope || !judge(envelope);
    });
    this.#hear("after:message:incoming", ({ message }) => {
      const envelope = opened(message.data);
      if (envelope) {
        announce(envelope);
      }
    });
    this.#hear("close", ({ connection, reason, code }) => {
      if (connection === this.#connection && reason === "closed" && code !== null) {
        end(code);
      }
    });
    // Only now: what came before there is somebody to listen would not be counted.
    this.element?.setAttribute("hx-ws:connect", this.address);
    /** @type {any} */ (globalThis).htmx?.process(this.element);
  }

  /** Hang up and come back at once. */
  reopen() {
    if (this.element?.isConnected) {
      /** @type {any} */ (globalThis).htmx.process(this.element, true);
    }
  }

  /** Nothing more is heard of it. */
  giveUp() {
    this.element = null;
  }

  /** @param {string} name @param {(detail: any) => void} listener */
  #hear(name, listener) {
    document.addEventListener(`htmx:ws:${name}`, (event) => {
      if (event.target === this.element) {
        listener(/** @type {CustomEvent} */ (event).detail);
      }
    });
  }
}
