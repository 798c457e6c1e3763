/** One reading of everybody's connection every two seconds, for whoever wants to know. */

import { readingOf } from "./stats.js";

/** @typedef {import("./stats.js").Reading} Reading */

const EVERY = 2000;

/** Emits `readings` after each pass (detail: a Map of readings by participant). */
export class Pulse extends EventTarget {
  /** @type {Map<string, Reading>} by participant */
  readings = new Map();
  /** @type {WeakMap<object, Reading>} by connection: somebody who comes back on another is not compared */
  #last = new WeakMap();

  /** @param {import("./mesh.js").Mesh} mesh */
  constructor(mesh) {
    super();
    this.mesh = mesh;
    setInterval(() => void this.take(), EVERY);
  }

  /** Read them all now. */
  async take() {
    const all = [...this.mesh.peers.all].map(([id, peer]) => this.#read(id, peer.connection));
    this.readings = new Map((await Promise.all(all)).flat());
    this.dispatchEvent(new CustomEvent("readings", { detail: this.readings }));
  }

  /** @param {string} id @param {RTCPeerConnection} connection @returns {Promise<[string, Reading][]>} */
  async #read(id, connection) {
    const report = await connection.getStats().catch(() => new Map());
    const reading = readingOf(report.values(), this.#last.get(connection) ?? null);
    if (reading) {
      this.#last.set(connection, reading);
    }
    return reading ? [[id, reading]] : [];
  }
}
