/** The addresses of STUN and TURN, with credentials that last a few minutes; fetched once a run. */

/** @typedef {{ice: RTCIceServer[], trouble: string}} Found */

export class Servers {
  /** @type {Promise<Found> | null} */
  #found = null;

  /** @returns {Promise<Found>} `trouble` in words where there are none to be had */
  find() {
    return (this.#found ??= this.#fetch().catch(() => ({ ice: [], trouble: "The server does not answer." })));
  }

  /** @returns {Promise<Found>} */
  async #fetch() {
    const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"] ?? "";
    const headers = { "X-CSRFToken": token, Accept: "application/problem+json" };
    const answer = await fetch("/doctor/credentials", { method: "POST", headers });
    const { ice_servers: ice = [], detail = "" } = await answer.json();
    return { ice, trouble: answer.ok ? "" : detail };
  }
}
