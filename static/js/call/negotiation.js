/**
 * Perfect negotiation for one RTCPeerConnection, after the example in the W3C WebRTC recommendation:
 * either side may offer at any time; when both do, the polite one gives way and the other pays no heed.
 */

import { ANSWER, CANDIDATE, OFFER } from "./signals.js";

/** @typedef {import("./signals.js").Description} Description */
/** @typedef {import("./signals.js").Handshake} Handshake */

export class Negotiation {
  /** @type {RTCIceCandidateInit[]} */
  #waiting = [];
  #turn = Promise.resolve();
  #offering = false;
  #ignoring = false;

  /**
   * @param {RTCPeerConnection} connection
   * @param {object} manner
   * @param {string} manner.to the other participant
   * @param {boolean} manner.polite
   * @param {boolean} manner.offers whether this side means to speak first, even if it has not yet
   * @param {import("./signals.js").Send} manner.send
   * @param {() => Promise<void>} manner.beforeAnswer
   */
  constructor(connection, { to, polite, offers, send, beforeAnswer }) {
    this.connection = connection;
    this.to = to;
    this.polite = polite;
    this.offers = offers;
    this.send = send;
    this.beforeAnswer = beforeAnswer;
    connection.onnegotiationneeded = () => void this.#offer();
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) {
        send(CANDIDATE, { to, candidate: candidate.toJSON() });
      }
    };
  }

  /**
   * Whether this offer can only be answered by a connection made anew: the other side started afresh
   * (another session in its SDP), or both opened at once and this side is the one to give way.
   * @param {Description} description
   */
  mustYieldTo(description) {
    const known = this.connection.remoteDescription;
    if (description.type !== "offer") {
      return false;
    } else if (known) {
      return sessionOf(known.sdp) !== sessionOf(description.sdp);
    } else {
      return this.polite && this.offers;
    }
  }

  /**
   * Take what the other side says, one thing after another.
   * @param {Handshake} said
   */
  hear(said) {
    this.#turn = this.#turn.then(() => this.#take(said)).catch((error) => this.#complain(error));
    return this.#turn;
  }

  /** Say an unanswered offer again; false when there is none. */
  repeat() {
    const unanswered = this.connection.signalingState === "have-local-offer";
    if (unanswered) {
      this.#say();
    }
    return unanswered;
  }

  /** @param {Handshake} said */
  async #take({ description, candidate }) {
    if (description?.type === "offer") {
      await this.#takeOffer(description);
    } else if (description && this.#isAwaited(description)) {
      await this.connection.setRemoteDescription(description);
      // What comes from here on belongs to this answer, no more to an offer that was ignored.
      this.#ignoring = false;
      await this.#takeWaiting();
    } else if (candidate && !this.connection.remoteDescription) {
      this.#waiting.push(candidate);
    } else if (candidate) {
      await this.#takeCandidate(candidate);
    }
  }

  /** An answer to an offer of a connection that was given up meanwhile would spoil this one. @param {Description} answer */
  #isAwaited({ sdp }) {
    const [, asked] = /^a=x-answers:(\S+)/m.exec(sdp) ?? [];
    const isOurs = asked === undefined || asked === sessionOf(this.connection.localDescription?.sdp ?? "");
    return isOurs && this.connection.signalingState === "have-local-offer";
  }

  /** @param {Description} offer */
  async #takeOffer(offer) {
    const collision = this.#offering || this.connection.signalingState !== "stable" || this.#isAboutToOffer;
    this.#ignoring = collision && !this.polite;
    if (this.#ignoring) {
      this.repeat();
      return;
    }
    await this.connection.setRemoteDescription(offer);
    await this.beforeAnswer();
    await this.connection.setLocalDescription();
    this.#say();
    await this.#takeWaiting();
  }

  /** The places are laid and an offer of them is coming: those of somebody else's offer would be others. */
  get #isAboutToOffer() {
    return this.offers && !this.connection.remoteDescription;
  }

  async #takeWaiting() {
    for (const candidate of this.#waiting.splice(0)) {
      await this.#takeCandidate(candidate);
    }
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #takeCandidate(candidate) {
    // Candidates of an offer that was ignored have no place here.
    if (!this.#ignoring) {
      // One that cannot be read is no reason to do without the others.
      await this.connection.addIceCandidate(candidate).catch((error) => this.#complain(error));
    }
  }

  async #offer() {
    this.#offering = true;
    try {
      await this.connection.setLocalDescription();
      this.#say();
    } catch (error) {
      this.#complain(error);
    } finally {
      this.#offering = false;
    }
  }

  #say() {
    const description = this.connection.localDescription?.toJSON();
    if (description) {
      // Nobody needs to send this side their silence (RFC 7587, 6.1).
      description.sdp = description.sdp?.replace(/useinbandfec=1/g, "$&;usedtx=1");
      if (description.type === "offer") {
        this.send(OFFER, { to: this.to, description });
      } else {
        // Attributes that nobody knows are not heeded (RFC 8866, 5.13): this one is for a page of ours.
        description.sdp += `a=x-answers:${sessionOf(this.connection.remoteDescription?.sdp ?? "")}\r\n`;
        this.send(ANSWER, { to: this.to, description });
      }
    }
  }

  /** @param {unknown} error */
  #complain(error) {
    if (this.connection.signalingState !== "closed") {
      console.warn("call: negotiation", error);
    }
  }
}

/**
 * The session id in the origin line (RFC 8866, 5.2), which every new connection draws at random.
 * @param {string} sdp
 */
export function sessionOf(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? "";
}
