/** The certificates that a connection really uses, and the digest of a pair of them that both sides can compare. */

/** @typedef {{own: string, theirs: string}} Certificates each as "algorithm hex", in lower case, without colons */

const DOMAIN = "guftagu proof of privacy 1";

/**
 * As the connection's own statistics say it (W3C webrtc-stats, 8.14 and 8.20): what the handshake was held with,
 * whatever the signalling has claimed. Browsers without those numbers refuse a handshake that does not fit the
 * descriptions in force (RFC 8827, 6.5), so there they are read.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<Certificates | null>} null while nothing is connected
 */
export async function certificatesOf(connection) {
  if (connection.connectionState !== "connected") {
    return null;
  }
  const report = await connection.getStats().catch(() => new Map());
  const stats = [...report.values()];
  const transports = stats.filter(({ type, localCertificateId }) => type === "transport" && localCertificateId);
  const used = transports.map((transport) => ({
    own: canonical(report.get(transport.localCertificateId)),
    theirs: canonical(report.get(transport.remoteCertificateId)),
  }));
  const known = used.length ? used : [described(connection)];
  // With several transports all would have to be the same pair's: anything else is nothing to vouch for.
  const isOne = known.every(({ own, theirs }) => own && own === known[0].own && theirs && theirs === known[0].theirs);
  return isOne ? known[0] : null;
}

/** @param {{fingerprint?: string, fingerprintAlgorithm?: string} | undefined} certificate */
export function canonical(certificate) {
  const { fingerprint = "", fingerprintAlgorithm = "" } = certificate ?? {};
  const hex = fingerprint.replaceAll(":", "").toLowerCase();
  return hex && fingerprintAlgorithm ? `${fingerprintAlgorithm.toLowerCase()} ${hex}` : "";
}

/**
 * The same on both sides, and another for any other certificate or nonce.
 * @param {Certificates} certificates
 * @param {{own: string, theirs: string}} nonces
 */
export function digestOf(certificates, nonces) {
  const sides = [`${certificates.own} ${nonces.own}`, `${certificates.theirs} ${nonces.theirs}`];
  return sha256([DOMAIN, "digest", ...sides.sort()].join("\n"));
}

/**
 * What binds somebody to a nonce before they show it, and to their own certificate.
 * @param {string} certificate
 * @param {string} nonce
 */
export async function commitmentTo(certificate, nonce) {
  return hexOf(await sha256([DOMAIN, "commitment", certificate, nonce].join("\n")));
}

export function newNonce() {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** @param {Uint8Array} bytes */
function hexOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
async function sha256(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** @param {RTCPeerConnection} connection @returns {Certificates} */
function described({ currentLocalDescription, currentRemoteDescription }) {
  return { own: only(currentLocalDescription), theirs: only(currentRemoteDescription) };
}

/** The one fingerprint (RFC 8122, 5) of a description; where there are several, none. @param {RTCSessionDescription | null} description */
function only(description) {
  const lines = new Set(description?.sdp.match(/^a=fingerprint:.*$/gm)?.map((line) => line.trim().toLowerCase()));
  const [, algorithm = "", value = ""] = /^a=fingerprint:(\S+) (\S+)$/.exec([...lines].join("\n")) ?? [];
  return canonical({ fingerprintAlgorithm: algorithm, fingerprint: value });
}
