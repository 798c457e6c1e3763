/** A peer for each of the others: opened, replaced and closed, and every signal brought to the right one. */

import { sessionOf } from "./negotiation.js";
import { Peer } from "./peer.js";

/** @typedef {import("./signals.js").Handshake} Handshake */

const EARLY_LIMIT = 400;

export class Peers {
  /** @type {Map<string, Peer>} by participant */
  all = new Map();
  /** @type {import("./places.js").Tracks} */
  tracks = { audio: null, camera: null, screen: null, sound: null };
  /** @type {RTCIceServer[]} */
  iceServers = [];
  /** @type {Handshake[]} signals that overtook the news of their sender's arrival */
  #early = [];
  /** @type {Set<string>} SDP sessions of the others whose connection is closed here */
  #spent = new Set();

  /**
   * @param {import("./roster.js").Roster} roster
   * @param {import("./signals.js").Send} send
   * @param {(type: "stream" | "state" | "message", id: string, message?: any) => void} tell
   */
  constructor(roster, send, tell) {
    this.roster = roster;
    this.send = send;
    this.tell = tell;
  }

  /**
   * Match the roster: close what is gone, open what is missing.
   * @param {boolean} offers whether this side speaks first to those who are new
   */
  match(offers) {
    const { people } = this.roster;
    [...this.all.keys()].filter((id) => !people.has(id)).forEach((id) => this.#shut(id));
    [...people.keys()].filter((id) => !this.all.has(id)).forEach((id) => this.#open(id, offers));
    this.all.forEach((peer, id) => this.#show(peer, id));
    this.#early.splice(0).forEach((said) => this.hear(said));
  }

  /** Hang up on everybody. */
  closeAll() {
    [...this.all.keys()].forEach((id) => this.#shut(id));
  }

  /**
   * Bring what one of the others says to their peer. What strangers say is kept a while, in case the news of
   * their arrival is late, and never acted on.
   * @param {Handshake} said
   */
  hear(said) {
    const from = said.from ?? "";
    const peer = this.all.get(from);
    if (!peer) {
      this.#keep(said);
    } else if (said.description?.type === "offer" && this.#spent.has(sessionOf(said.description.sdp))) {
      // They still hold on to a connection that is closed on this side.
      this.#open(from, true);
    } else {
      const yields = said.description && peer.negotiation.mustYieldTo(said.description);
      void (yields ? this.#open(from, false) : peer).negotiation.hear(said);
    }
  }

  /** @param {Handshake} said by somebody who is not known yet: with an offer they start afresh */
  #keep(said) {
    const isOffer = said.description?.type === "offer";
    const before = isOffer ? this.#early.filter(({ from }) => from !== said.from) : this.#early;
    this.#early = [...before, said].slice(-EARLY_LIMIT);
  }

  /**
   * @param {import("./places.js").Place} place
   * @param {MediaStreamTrack | null} track
   */
  async setTrack(place, track) {
    if (this.tracks[place] !== track) {
      this.tracks[place] = track;
      await Promise.all([...this.all.values()].map((peer) => peer.refresh(place)));
    }
  }

  /**
   * @param {string} id
   * @param {boolean} offers
   */
  #open(id, offers) {
    const before = this.all.get(id);
    const failures = before && !before.restarts.connected ? before.failures + 1 : 0;
    this.#shut(id);
    const { iceServers, tracks, send } = this;
    const polite = this.roster.participant < id;
    const peer = new Peer({ to: id, polite, offers, failures, iceServers, tracks, send });
    this.#show(peer, id);
    peer.addEventListener("state", () => this.tell("state", id));
    peer.addEventListener("message", (event) => this.tell("message", id, /** @type {CustomEvent} */ (event).detail));
    peer.addEventListener("stuck", () => this.#open(id, true));
    this.all.set(id, peer);
    this.tell("stream", id);
    this.tell("state", id);
    return peer;
  }

  /**
   * @param {Peer} peer
   * @param {string} id
   */
  #show(peer, id) {
    const { camera = false, screen = false } = this.roster.people.get(id) ?? {};
    peer.reception.show("camera", camera);
    peer.reception.show("screen", screen);
    peer.reception.show("sound", screen);
  }

  /** @param {string} id */
  #shut(id) {
    const peer = this.all.get(id);
    const spoken = peer?.connection.remoteDescription;
    if (spoken) {
      this.#spent.add(sessionOf(spoken.sdp));
    }
    peer?.close();
    this.all.delete(id);
  }
}
