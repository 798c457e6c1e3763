/**
 * The page's line to the server. It keeps the order of what the socket brings: it drops what was heard
 * before, comes back where it was after a break, and tells scripts.
 *
 * Every frame becomes an event `wire:<its event>` on the document, after its content was swapped, with
 * the envelope as `detail`. Besides: `wire:up`, `wire:down`, and `wire:refused` {code} when coming back
 * is pointless.
 */

import { raise } from "./envelope.js";
import { Places } from "./places.js";
import { Pulse } from "./pulse.js";
import { Socket } from "./socket.js";

/** @typedef {import("./poll.js").Poll} Poll */

const ATTEMPTS_BEFORE_POLLING = 3;
// From these hx-ws comes back by itself; 4000 and above are final.
const RETRIED = new Set([1001, 1005, 1006, 1011, 1012, 1013, 1014]);
const SIGNED_OUT = 4401;

class Wire {
  #socket = new Socket();
  #places = new Places(this.#socket.address);
  #pulse = new Pulse(this);
  /** @type {Poll | null} fetched where sockets turn out to be blocked */
  #poll = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #isUp = false;
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
    return this.#isUp && this.#socket.send({ event, audience, data });
  }

  /** Something hints that this line is dead. */
  doubt() {
    this.#pulse.doubt();
  }

  /** Hang up and come back at once. */
  restart() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#down();
    this.#socket.reopen();
  }

  listen() {
    this.#pulse.watch();
    this.#socket.open({
      begin: (address) => this.#begin(address),
      judge: (envelope) => this.#judge(envelope),
      end: (code) => this.#end(code),
    });
  }

  /** @param {string} address */
  #begin(address) {
    this.#pulse.begin();
    this.#attempts += 1;
    if (this.#attempts > ATTEMPTS_BEFORE_POLLING && !this.#pulse.isKnown) {
      void this.#startPolling();
    }
    return this.#places.continueAt(address);
  }

  async #startPolling() {
    const { Poll } = await import("./poll.js");
    if (!this.#isUp) {
      this.#poll ??= new Poll(this.#places, (code) => this.#refused(code));
      this.#poll.start(this.#socket.address, this.#socket.element);
    }
  }

  /** @param {import("./envelope.js").Envelope} envelope */
  #judge(envelope) {
    this.#pulse.beat();
    const turn = this.#places.judge(envelope);
    if (turn === "gap" || (envelope.event === "wire:heads" && this.#places.isBehind(envelope.data.heads))) {
      this.#restartSoon(1000);
    } else if (envelope.event === "wire:hello") {
      this.#places.meet(envelope.data);
      this.#up();
    }
    return turn === "next";
  }

  /** @param {number} code */
  #end(code) {
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
    this.#socket.giveUp();
    this.#poll?.stop();
    if (raise("refused", { code }) && code === SIGNED_OUT) {
      location.reload();
    }
  }

  /** Not at once: what went wrong may have gone wrong for everybody. @param {number} within milliseconds */
  #restartSoon(within) {
    this.#timer ??= setTimeout(() => this.restart(), Math.random() * within);
  }
}

export const wire = new Wire();
wire.listen();
