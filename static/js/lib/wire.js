/**
 * The page's line to the server. hx-ws opens the socket and swaps what comes; this keeps the order:
 * it drops what was heard before, comes back where it was after a break, and tells scripts.
 *
 * Every frame becomes an event `wire:<its event>` on the document, after its content was swapped, with
 * the envelope as `detail`. Besides: `wire:up`, `wire:down`, and `wire:refused` {code} when coming back
 * is pointless.
 */

import { announce, opened, raise } from "./envelope.js";
import { Places } from "./places.js";

/** @typedef {{url: string, socket: WebSocket | null}} Connection */
/** @typedef {import("./poll.js").Poll} Poll */

const HEARTBEAT = 15_000;
const MISSED = 2.3 * HEARTBEAT;
const STUCK = 10_000;
const LOOK = 5000;
const ANSWER = 4000;
const ATTEMPTS_BEFORE_POLLING = 3;
// From these hx-ws comes back by itself; 4000 and above are final.
const RETRIED = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014]);
const SIGNED_OUT = 4401;

class Wire {
  /** @type {Connection | null} */
  #connection = null;
  #element = document.getElementById("wire");
  #address = this.#element?.dataset.address ?? "/ws";
  #places = new Places(this.#address);
  /** @type {Poll | null} fetched where sockets turn out to be blocked */
  #poll = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isUp = false;
  #heardAt = 0;
  #triedAt = 0;
  #attempts = 0;

  /** Whether signals reach the server just now. */
  get isUp() {
    return this.#isUp;
  }

  /**
   * Send a signal; one that cannot be sent now is dropped, for it would be stale later.
   *
   * @param {string} event
   * @param {object} [data]
   * @param {string} [audience]
   * @returns {boolean} whether it was sent
   */
  send(event, data = {}, audience) {
    const socket = this.#connection?.socket;
    if (!this.#isUp || socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    socket.send(JSON.stringify({ event, audience, data }));
    return true;
  }

  /** Something hints that this line is dead: ask, for silence alone would tell only at the next heartbeat. */
  doubt() {
    const asked = Date.now();
    if (this.send("wire:heads")) {
      setTimeout(() => this.#isUp && this.#heardAt < asked && this.restart(), ANSWER);
    }
  }

  /** Hang up and come back at once. */
  restart() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#down();
    if (this.#element?.isConnected) {
      /** @type {any} */ (globalThis).htmx.process(this.#element, true);
    }
  }

  listen() {
    this.#hear("before:connection", ({ connection }) => this.#connect(connection));
    this.#hear("before:message:incoming", (detail) => this.#judge(detail));
    this.#hear("after:message:incoming", ({ message }) => this.#tell(message.data));
    this.#hear("close", (detail) => this.#closed(detail));
    addEventListener("online", () => this.restart());
    addEventListener("offline", () => this.doubt());
    // hx-ws hangs up when the page is put aside and does not come back when it is taken out again.
    addEventListener("pageshow", ({ persisted }) => persisted && this.restart());
    document.addEventListener("visibilitychange", () => document.hidden || this.#look(HEARTBEAT * 1.3, 0));
    setInterval(() => this.#look(MISSED, STUCK), LOOK);
    // Only now: what came before there is somebody to listen would not be counted.
    this.#element?.setAttribute("hx-ws:connect", this.#address);
    /** @type {any} */ (globalThis).htmx?.process(this.#element);
  }

  /** @param {string} name @param {(detail: any) => void} listener */
  #hear(name, listener) {
    document.addEventListener(`htmx:ws:${name}`, (event) => {
      if (event.target === this.#element) {
        listener(/** @type {CustomEvent} */ (event).detail);
      }
    });
  }

  /** @param {Connection} connection */
  #connect(connection) {
    this.#connection = connection;
    connection.url = this.#places.continueAt(connection.url);
    this.#triedAt = Date.now();
    this.#attempts += 1;
    if (this.#attempts > ATTEMPTS_BEFORE_POLLING && !this.#heardAt) {
      void this.#startPolling();
    }
  }

  async #startPolling() {
    const { Poll } = await import("./poll.js");
    if (!this.#isUp) {
      this.#poll ??= new Poll(this.#places);
      this.#poll.start(this.#address, this.#element);
    }
  }

  /** @param {{connection: Connection, message: {data: unknown}, cancelled: boolean}} detail */
  #judge(detail) {
    const envelope = opened(detail.message.data);
    if (detail.connection !== this.#connection || !envelope) {
      detail.cancelled = true;
      return;
    }
    this.#heardAt = Date.now();
    const turn = this.#places.judge(envelope);
    detail.cancelled = turn !== "next";
    if (turn === "gap" || (envelope.event === "wire:heads" && this.#places.isBehind(envelope.data.heads))) {
      this.#restartSoon(1000);
    } else if (envelope.event === "wire:hello") {
      this.#places.meet(envelope.data);
      this.#up();
    }
  }

  /** @param {unknown} data */
  #tell(data) {
    const envelope = opened(data);
    if (envelope) {
      announce(envelope);
    }
  }

  /** @param {{connection: Connection, reason: string, code: number | null}} detail */
  #closed({ connection, reason, code }) {
    if (connection !== this.#connection || reason !== "closed" || code === null) {
      return;
    }
    this.#down();
    if (code >= 4000) {
      this.#refused(code);
    } else if (!RETRIED.has(code)) {
      this.#restartSoon(10_000);
    }
  }

  #up() {
    this.#attempts = 0;
    this.#poll?.stop();
    this.#isUp = true;
    raise("up");
  }

  #down() {
    if (this.#isUp) {
      this.#isUp = false;
      raise("down");
    }
  }

  /** @param {number} code */
  #refused(code) {
    this.#element = null;
    this.#poll?.stop();
    if (raise("refused", { code }) && code === SIGNED_OUT) {
      location.reload();
    }
  }

  /**
   * Come back when nothing was heard for `silence` milliseconds, or an attempt takes longer than `stuck`.
   *
   * @param {number} silence
   * @param {number} stuck
   */
  #look(silence, stuck) {
    const [since, patience] = this.#isUp ? [this.#heardAt, silence] : [this.#triedAt, stuck];
    if (this.#triedAt && Date.now() - since > patience) {
      this.restart();
    }
  }

  /** Not at once: what went wrong may have gone wrong for everybody. @param {number} within milliseconds */
  #restartSoon(within) {
    this.#timer ??= setTimeout(() => this.restart(), Math.random() * within);
  }
}

export const wire = new Wire();
wire.listen();
