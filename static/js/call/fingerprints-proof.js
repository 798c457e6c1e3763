/**
 * Agreeing on what to compare, over the data channel: both commit to a random number before either shows theirs.
 *
 * Four emoji are 32 bits, few enough to try through all. Derived from the certificates alone, somebody in between
 * could look for two certificates that give both victims the same four: some 2^17 tries. So each side adds a nonce
 * and is bound to it before it learns the other's, as ZRTP does with its hash commitment (RFC 6189, 4.3 and 4.4.1.1):
 * whoever sits in between has one guess of 2^32 for each connection, and a wrong one shows.
 */

import { commitmentTo, digestOf, newNonce } from "./fingerprints.js";

/** @typedef {"waiting" | "proved" | "broken"} ProofState broken: the other side has gone back on its word */
/** @typedef {{kind: "proof", commitment: string, nonce: string | null, done: boolean}} Said */

export const PROOF = "proof";
const COMMITMENT = /^[0-9a-f]{64}$/;
const NONCE = /^[0-9a-f]{32}$/;

/** Of one connection, for as long as it lasts. Emits `change`. */
export class Proof extends EventTarget {
  /** @type {ProofState} */
  state = "waiting";
  /** @type {Uint8Array | null} what both sides have in common, once it is proved */
  digest = null;
  #nonce = newNonce();
  /** @type {string | null} theirs; the first counts */
  #commitment = null;
  #turn = Promise.resolve();

  /**
   * @param {import("./fingerprints.js").Certificates} certificates
   * @param {(said: Said) => void} say
   */
  constructor(certificates, say) {
    super();
    this.certificates = certificates;
    this.say = say;
  }

  /** Say where this side is; again and again, until the other one listens. */
  async speak() {
    const commitment = await commitmentTo(this.certificates.own, this.#nonce);
    // Whoever has not committed themselves is shown nothing.
    const nonce = this.#commitment === null ? null : this.#nonce;
    this.say({ kind: PROOF, commitment, nonce, done: this.state === "proved" });
  }

  /** @param {any} said one thing after another */
  hear(said) {
    this.#turn = this.#turn.then(() => this.#take(said)).catch(() => this.#become("broken"));
    return this.#turn;
  }

  /** @param {Partial<Said> | null} said */
  async #take(said) {
    const { commitment, nonce, done } = said ?? {};
    if (typeof commitment !== "string" || !COMMITMENT.test(commitment) || this.state === "broken") {
      return;
    }
    this.#commitment ??= commitment;
    if (this.#commitment !== commitment) {
      this.#become("broken");
    } else if (typeof nonce === "string" && this.state === "waiting") {
      await this.#check(nonce);
    }
    if (done !== true) {
      await this.speak();
    }
  }

  /** @param {string} nonce */
  async #check(nonce) {
    const { certificates } = this;
    if (!NONCE.test(nonce) || (await commitmentTo(certificates.theirs, nonce)) !== this.#commitment) {
      this.#become("broken");
    } else {
      this.digest = await digestOf(certificates, { own: this.#nonce, theirs: nonce });
      this.#become("proved");
    }
  }

  /** @param {ProofState} state */
  #become(state) {
    this.state = state;
    this.digest = state === "proved" ? this.digest : null;
    this.dispatchEvent(new Event("change"));
  }
}
