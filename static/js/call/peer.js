/**
 * One other participant: the RTCPeerConnection to them, what is sent and what is received.
 *
 * Tracks have fixed places that the side which offers first lays out and the other takes over, so they come and
 * go by replaceTrack and nobody negotiates in order to mute or to share a screen. Beside them runs a data channel.
 */

import { Beside } from "./beside.js";
import { Negotiation } from "./negotiation.js";
import { PLACES, Reception, kindOf } from "./places.js";
import { Restarts } from "./restarts.js";

/** @typedef {import("./places.js").Place} Place */
/** @typedef {import("./places.js").Tracks} Tracks */
/** @typedef {"connecting" | "connected" | "lost"} PeerState */

/**
 * Emits `state` when it changes, `message` (detail: what the other side says by the data channel) and `stuck`
 * when only a connection made anew can help.
 */
export class Peer extends EventTarget {
  /** @type {PeerState} */
  state = "connecting";
  reception = new Reception();
  #heard = 0;
  #heardAt = -Infinity;
  beside = new Beside((detail) => this.dispatchEvent(new CustomEvent("message", { detail })));

  /**
   * @param {object} setup
   * @param {string} setup.to the other participant
   * @param {boolean} setup.polite give way when both offer at once
   * @param {boolean} setup.offers whether this side speaks first
   * @param {number} setup.failures connections to them that never held before this one
   * @param {RTCIceServer[]} setup.iceServers
   * @param {Tracks} setup.tracks what is sent; shared by all peers
   * @param {import("./signals.js").Send} setup.send
   */
  constructor({ to, polite, offers, failures, iceServers, tracks, send }) {
    super();
    this.failures = failures;
    this.tracks = tracks;
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.negotiation = new Negotiation(this.connection, {
      to,
      polite,
      offers,
      send,
      beforeAnswer: () => this.#takePlaces(),
    });
    this.restarts = new Restarts(this.connection, {
      patience: polite ? 1.7 : 1,
      failures,
      restart: () => this.#restart(),
      giveUp: () => this.dispatchEvent(new Event("stuck")),
    });
    this.connection.ontrack = (event) => this.#receive(event);
    this.connection.onconnectionstatechange = () => this.#follow();
    if (offers) {
      this.#layPlaces();
    }
  }

  /** @param {Place} place where another track, or none, is to be sent */
  async refresh(place) {
    // Of a connection that is closed meanwhile nothing is wanted any more.
    await this.transceiver(place)?.sender.replaceTrack(this.tracks[place]).catch(() => {});
  }

  /** How loud the other side is just now, 0 to 1. */
  get level() {
    const source = this.transceiver("audio")?.receiver.getSynchronizationSources()[0];
    // Each browser has a clock of its own for this: that it goes on says that somebody is heard.
    if (source && source.timestamp !== this.#heard) {
      this.#heard = source.timestamp;
      this.#heardAt = performance.now();
    }
    return (performance.now() - this.#heardAt < 1000 && source?.audioLevel) || 0;
  }

  /** After the line to the server was gone: say again what may have been lost. */
  resume() {
    if (!this.negotiation.repeat() && this.state === "lost") {
      this.restarts.now();
    }
  }

  /** After the network changed: the way that was found may be gone. */
  reroute() {
    if (!this.negotiation.repeat() && this.state !== "connecting") {
      this.restarts.now();
    }
  }

  close() {
    this.restarts.stop();
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }

  /** @param {Place} place */
  transceiver(place) {
    return this.connection.getTransceivers()[PLACES.indexOf(place)];
  }

  #layPlaces() {
    for (const place of PLACES) {
      this.connection.addTransceiver(kindOf(place), { direction: "sendrecv" });
      void this.refresh(place);
    }
    this.beside.open(this.connection);
  }

  async #takePlaces() {
    this.beside.open(this.connection);
    this.connection.getTransceivers().forEach((transceiver) => (transceiver.direction = "sendrecv"));
    await Promise.all(PLACES.map((place) => this.refresh(place)));
  }

  /** @param {RTCTrackEvent} event */
  #receive({ track, transceiver }) {
    const place = PLACES[this.connection.getTransceivers().indexOf(transceiver)];
    if (place) {
      this.reception.take(place, track);
    }
  }

  #restart() {
    if (!this.negotiation.repeat()) {
      this.connection.restartIce();
    }
  }

  #follow() {
    const now = this.connection.connectionState;
    if (now === "connected") {
      this.#become("connected");
    } else if (this.state === "connected" && now !== "connecting") {
      this.#become("lost");
    }
  }

  /** @param {PeerState} state */
  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
