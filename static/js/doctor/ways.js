/** Which hop is blocked, in words, and what to do about it. */

const PORTS = /** @type {Record<string, string>} */ ({ stun: "3478", turn: "3478", stuns: "5349", turns: "5349" });

/**
 * Nothing came back from this address.
 * @param {string} url as `turn:talk.example.org:3478?transport=udp`
 * @param {string} loss what does not work without it
 */
export function blockedWay(url, loss) {
  const { scheme, host, port, way } = parts(url);
  const words = `Nothing comes back from ${host} over ${way} port ${port}: a firewall on the way blocks it, or it is down. ${loss}`;
  const mend = [
    "Try another network, for example a phone’s, or switch a VPN on or off.",
    `Whoever runs your network: allow ${way} to ${host}, port ${port}.`,
    "Whoever runs this server: look whether coturn is running and the port is open.",
  ];
  if (scheme.endsWith("s")) {
    mend.push("Its certificate must be valid for that name; an expired one looks just the same from here.");
  }
  return { words, mend };
}

/**
 * The relay was reached, and said no.
 * @param {number} code
 * @param {string} text
 */
export function refusedWay(code, text) {
  if (code === 401 || code === 403 || code === 441) {
    return {
      words: `The relay answers, but refuses the credentials (${code}).`,
      mend: ["Whoever runs this server: TURN_SECRET and coturn’s static-auth-secret must be the same, and both clocks right."],
    };
  } else if (code === 486 || code === 508) {
    return {
      words: `The relay answers, but has no place left (${code}).`,
      mend: ["Try again in a few minutes.", "Whoever runs this server: raise user-quota or total-quota of coturn."],
    };
  }
  return { words: `The relay answers, but says no: ${code} ${text}`, mend: ["Whoever runs this server finds the reason in coturn’s log."] };
}

/** @param {string} url */
function parts(url) {
  const [, scheme = "", host = "", port, transport] =
    /^(stuns?|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(\w+))?$/.exec(url) ?? [];
  const isTls = scheme.endsWith("s");
  const way = isTls ? "TLS (TCP)" : (transport ?? "udp").toUpperCase();
  return { scheme, host, port: port ?? PORTS[scheme] ?? "3478", way };
}
