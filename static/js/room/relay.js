/** Credentials of the relay last ten minutes: new ones are fetched in time, for another way may be needed any moment. */

import { JOINED } from "../call/signals.js";
import { hear } from "./hear.js";

const EVERY = 8 * 60_000;

/** @param {import("./later.js").Page} page */
export function watchRelay({ sitting }) {
  const { peers } = sitting.mesh;
  hear(JOINED, ({ ice_servers: iceServers = [] }) => {
    for (const { connection } of peers.all.values()) {
      if (connection.signalingState !== "closed") {
        connection.setConfiguration({ ...connection.getConfiguration(), iceServers });
      }
    }
  });
  setInterval(() => {
    // Joining anew as who one is already changes nothing but the ticket.
    if (peers.iceServers.some(({ username }) => username)) {
      sitting.join();
    }
  }, EVERY);
}
