/** Which ways a connection has found so far, on either side. */

/**
 * @typedef {object} Ways
 * @property {boolean} isAnswered whether the other side has taken up what this side said, or spoken first
 * @property {Set<string>} own types of candidates: host, srflx, prflx, relay
 * @property {Set<string>} theirs
 */

/** @param {RTCPeerConnection} connection @returns {Promise<Ways>} */
export async function waysOf(connection) {
  const ways = { isAnswered: connection.remoteDescription !== null, own: new Set(), theirs: new Set() };
  (await connection.getStats()).forEach((stat) => {
    if (stat.type === "local-candidate") {
      ways.own.add(stat.candidateType);
    } else if (stat.type === "remote-candidate") {
      ways.theirs.add(stat.candidateType);
    }
  });
  return ways;
}
