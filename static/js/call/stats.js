/** What a connection says of itself: the numbers of its getStats (W3C webrtc-stats) that this house goes by. */

/**
 * @typedef {object} Reading rates are of the time since the reading before, bit/s; what is not known is null
 * @property {number} at milliseconds, by the connection's clock
 * @property {number} sent bytes since the connection began: all of it, sound and the packets' own envelopes included
 * @property {number} received likewise
 * @property {number} carried bytes both ways since the reading before, or since the connection began
 * @property {number} up
 * @property {number} down
 * @property {number} lossUp share of what is sent from here that does not arrive, 0 to 1; the worst kind's
 * @property {number} lossDown share of what should have arrived here
 * @property {number | null} rtt seconds, there and back
 * @property {number | null} jitter seconds
 * @property {number | null} available what the browser thinks it could send
 * @property {string} limit why the camera's picture is worse than asked for: none, cpu, bandwidth or other
 * @property {number | null} fps pictures of the camera sent in a second
 * @property {number | null} height of the camera's picture as sent
 * @property {number | null} fpsIn pictures that arrive in a second
 * @property {{local: string, remote: string} | null} route kinds of the candidates in use: host, srflx, prflx, relay
 * @property {Counts} counts what the next reading subtracts
 */

/** @typedef {{sent: number, received: number, lost: number, expected: number}} Counts bytes; packets due here */
/** @typedef {Record<string, any>} Stat */

/** The header of a packet (RFC 791, RFC 768), which the browser does not count and the line has to carry. */
const ENVELOPE = 20 + 8;

/**
 * @param {Iterable<Stat>} report the entries of an RTCStatsReport
 * @param {Reading | null} before
 * @returns {Reading | null} null while there is no way to the other side
 */
export function readingOf(report, before) {
  const stats = [...report];
  const byId = new Map(stats.map((stat) => [stat.id, stat]));
  const pair = pairOf(stats, byId);
  if (!pair) {
    return null;
  }
  const at = pair.timestamp;
  const past = before && before.at < at ? before : null;
  const seconds = past ? (at - past.at) / 1000 : 0;
  const inbound = kinds(stats, "inbound-rtp");
  const counts = countsOf(kinds(stats, "candidate-pair"), inbound);
  const sent = grown(counts.sent, past?.counts.sent);
  const received = grown(counts.received, past?.counts.received);
  return {
    at,
    sent: (past?.sent ?? 0) + sent,
    received: (past?.received ?? 0) + received,
    carried: sent + received,
    up: rate(sent, seconds),
    down: rate(received, seconds),
    lossUp: Math.max(0, ...kinds(stats, "remote-inbound-rtp").map(({ fractionLost }) => fractionLost ?? 0)),
    lossDown: lossBetween(past?.counts ?? null, counts),
    rtt: pair.currentRoundTripTime ?? null,
    jitter: most(inbound.map(({ jitter }) => jitter)),
    available: pair.availableOutgoingBitrate ?? null,
    ...cameraOf(stats),
    fpsIn: most(inbound.map(({ framesPerSecond }) => framesPerSecond)),
    route: routeOf(pair, byId),
    counts,
  };
}

/** @param {Stat[]} stats @param {Map<string, Stat>} byId the pair of candidates in use */
function pairOf(stats, byId) {
  const [transport] = kinds(stats, "transport");
  const chosen = byId.get(transport?.selectedCandidatePairId);
  return chosen ?? stats.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded");
}

/** @param {Stat[]} stats of the camera: the first picture, the shared screen is the second */
function cameraOf(stats) {
  const pictures = kinds(stats, "outbound-rtp").filter(({ kind }) => kind === "video");
  const camera = pictures.sort((one, other) => Number(one.mid ?? 0) - Number(other.mid ?? 0))[0] ?? {};
  const { qualityLimitationReason = "none", framesPerSecond = null, frameHeight = null } = camera;
  return { limit: String(qualityLimitationReason), fps: framesPerSecond, height: frameHeight };
}

/** @param {Stat} pair @param {Map<string, Stat>} byId */
function routeOf(pair, byId) {
  const local = byId.get(pair.localCandidateId)?.candidateType;
  const remote = byId.get(pair.remoteCandidateId)?.candidateType;
  return local && remote ? { local, remote } : null;
}

/** @param {Stat[]} pairs all of them: the way may have changed @param {Stat[]} inbound @returns {Counts} */
function countsOf(pairs, inbound) {
  const lost = sum(inbound, "packetsLost");
  return {
    sent: sum(pairs, "bytesSent") + ENVELOPE * sum(pairs, "packetsSent"),
    received: sum(pairs, "bytesReceived") + ENVELOPE * sum(pairs, "packetsReceived"),
    lost,
    expected: lost + sum(inbound, "packetsReceived"),
  };
}

/** What has come to a count; one that fell began anew, as browsers forget pairs after an ICE restart. @param {number} now @param {number} [before] */
function grown(now, before = 0) {
  return now >= before ? now - before : now;
}

/** @param {Stat[]} stats @param {string} field */
function sum(stats, field) {
  return stats.reduce((total, stat) => total + (Number(stat[field]) || 0), 0);
}

/** @param {Counts | null} before @param {Counts} now */
function lossBetween(before, now) {
  const expected = now.expected - (before?.expected ?? now.expected);
  return expected > 0 ? Math.min(1, Math.max(0, (now.lost - (before?.lost ?? 0)) / expected)) : 0;
}

/** @param {number} bytes @param {number} seconds */
function rate(bytes, seconds) {
  return seconds > 0 ? Math.max(0, (bytes * 8) / seconds) : 0;
}

/** @param {(number | undefined)[]} numbers */
function most(numbers) {
  const known = numbers.filter((number) => number !== undefined);
  return known.length ? Math.max(...known) : null;
}

/** @param {Stat[]} stats @param {string} kind */
function kinds(stats, kind) {
  return stats.filter(({ type }) => type === kind);
}
