/** Credentials of relays last ten minutes: whoever stays longer asks for fresh ones, so that a restart finds a way. */

export const TICKET = "call:ticket";
/** So old that the next restart could come too late. */
const OLD = 8 * 60_000;
/** How long an answer may take before it is asked for again. */
const PATIENCE = 30_000;

export class Tickets {
  #at;
  #asked = -Infinity;

  /**
   * @param {import("./mesh.js").Mesh} mesh
   * @param {() => number} [now] milliseconds; a clock that goes on while the machine sleeps
   */
  constructor(mesh, now = Date.now) {
    this.mesh = mesh;
    this.now = now;
    this.#at = now();
    // Coming back to the server brings a new ticket, for the lines that are there as well.
    mesh.addEventListener("joined", () => this.take(mesh.peers.iceServers));
  }

  /** Ask for another ticket if this one is old. */
  check() {
    const now = this.now();
    const { roster, isCarried, send } = this.mesh;
    if (roster.people.size > 0 && !isCarried && now - this.#at >= OLD && now - this.#asked >= PATIENCE) {
      this.#asked = now;
      send(TICKET, {});
    }
  }

  /** For every line, from its next restart on. @param {unknown} servers as the server sends them */
  take(servers) {
    if (Array.isArray(servers)) {
      this.#at = this.now();
      this.#asked = -Infinity;
      this.mesh.peers.iceServers = servers;
      this.mesh.peers.all.forEach(({ connection }) => configure(connection, servers));
    }
  }
}

/** @param {RTCPeerConnection} connection @param {RTCIceServer[]} iceServers */
function configure(connection, iceServers) {
  try {
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
  } catch (error) {
    // One that is closed meanwhile, or an address that this browser does not take: the old ones stay.
    console.warn("call: ice servers", error);
  }
}
