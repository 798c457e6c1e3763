/** The call among browsers: the roster and the peers, kept true to what the server says. */

import { Peers } from "./peers.js";
import { Roster } from "./roster.js";
import * as signals from "./signals.js";

/**
 * @typedef {object} Face somebody, how the line to them is, and what comes from there
 * @property {import("./signals.js").Person} person
 * @property {import("./peer.js").PeerState} state
 * @property {MediaStream | null} stream
 * @property {MediaStream | null} display what they share of their screen
 */

/**
 * Emits `people` (who is there, or what is known of them, changed), `stream` and `state` (detail: whose),
 * `message` (detail: {from, message}, said by a page to this one), `joined` (detail: own entry on the list, if
 * there is one) and `displaced`.
 */
export class Mesh extends EventTarget {
  /** @param {import("./signals.js").Send} send */
  constructor(send) {
    super();
    this.send = send;
    this.roster = new Roster();
    /** @type {import("./signals.js").Joined | null} the server's answer to the last join */
    this.ticket = null;
    this.peers = new Peers(this.roster, send, (type, id, message) => {
      this.#tell(type, type === "message" ? { from: id, message } : id);
    });
    /** @type {Record<string, (data: any) => void>} */
    this.ears = {
      [signals.JOINED]: (data) => this.#joined(data),
      [signals.ARRIVED]: (data) => this.roster.participant && this.#changed(() => this.roster.arrive(data)),
      [signals.DEPARTED]: (data) => this.#changed(() => this.roster.depart(data)),
      [signals.STATE]: (data) => this.#changed(() => this.roster.switch(data)),
      [signals.HAND]: (data) => this.#changed(() => this.roster.raise(data)),
      [signals.ROLE_CHANGED]: (data) => this.#changed(() => this.roster.promote(data)),
      [signals.OFFER]: (data) => this.peers.hear(data),
      [signals.ANSWER]: (data) => this.peers.hear(data),
      [signals.CANDIDATE]: (data) => this.peers.hear(data),
      [signals.HOST_UPDATED]: (data) => this.#changed(() => this.roster.crown(data)),
      [signals.DISPLACED]: (data) => this.#displaced(data),
    };
  }

  /**
   * Everybody else, in the order in which they came.
   * @returns {Face[]}
   */
  get faces() {
    return [...this.roster.people.values()].map((person) => {
      const peer = this.peers.all.get(person.participant);
      const { stream = null, display = null } = peer?.reception ?? {};
      return { person, state: peer?.state ?? "connecting", stream, display };
    });
  }

  /**
   * Ask to be let into the call; again after the line was down, as who one was, to learn who is there now.
   * @param {import("./signals.js").Switches} switches
   */
  join(switches) {
    this.send(signals.JOIN, { participant: this.roster.participant || null, ...switches });
  }

  /**
   * Tell everybody what is on and what is off.
   * @param {import("./signals.js").Switches} switches
   */
  announce(switches) {
    this.send(signals.STATE, switches);
  }

  /**
   * @param {string} event
   * @param {any} data
   */
  hear(event, data) {
    this.ears[event]?.(data);
  }

  /**
   * Send another track, or none, to everybody.
   * @param {import("./places.js").Place} place
   * @param {MediaStreamTrack | null} track
   */
  setTrack(place, track) {
    return this.peers.setTrack(place, track);
  }

  /** @param {object} message for the pages of all the others; from hand to hand, no server in between */
  say(message) {
    this.peers.all.forEach((peer) => peer.beside.say(message));
  }

  /** Whether somebody else brings the pictures, and no browser talks to another. */
  get isCarried() {
    return this.ticket?.provider === "daily";
  }

  /** How loud each of the others is just now, 0 to 1. */
  get levels() {
    return [...this.peers.all].map(([id, peer]) => /** @type {const} */ ([id, peer.level]));
  }

  /** The network changed: look for other ways to everybody. */
  reroute() {
    this.peers.all.forEach((peer) => peer.reroute());
  }

  /** Hang up on everybody. */
  close() {
    this.#changed(() => this.roster.people.clear());
  }

  /** @param {import("./signals.js").Joined} joined */
  #joined(joined) {
    if (joined.participant !== this.roster.participant) {
      // To the others this is somebody new: they have hung up on who this was before.
      this.close();
    }
    const own = this.roster.settle(joined);
    this.ticket = joined;
    this.peers.iceServers = joined.ice_servers ?? [];
    this.peers.all.forEach((peer) => peer.resume());
    // Whoever comes later speaks first: they alone know that both are there.
    this.#changed(() => {}, true);
    this.#tell("joined", own);
  }

  /** @param {{participant?: string}} whom */
  #displaced({ participant }) {
    // It is told to this tab alone, perhaps before the answer to its own join.
    if (participant === this.roster.participant || !this.roster.participant) {
      this.roster.participant = "";
      this.close();
      this.#tell("displaced");
    }
  }

  /**
   * @param {() => void} change
   * @param {boolean} [speaksFirst]
   */
  #changed(change, speaksFirst = false) {
    change();
    if (this.isCarried) {
      this.peers.closeAll();
    } else {
      this.peers.match(speaksFirst);
    }
    this.#tell("people");
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
