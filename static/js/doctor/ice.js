/** The ways to others: direct, seen from outside, and through the relay. */

import { gather } from "./gathering.js";
import { loop } from "./loop.js";
import { blockedWay, refusedWay } from "./ways.js";

/** @typedef {import("./row.js").Result} Result */
/** @typedef {import("./servers.js").Servers} Servers */

// A browser that tells of no errors is known by how long it waited for an answer.
const UNANSWERED = 4500;
const NO_DIRECT = [
  "Switch off extensions and settings that “hide the address” or “prevent WebRTC leaks”.",
  "Switch a VPN off and start again.",
];

const NO_STUN = "Without it people in other networks may not find you.";
const NO_TURN = "Without it calls fail where the direct way is blocked, unless another relay here is OK.";

/** @returns {Promise<Result>} */
export async function checkDirect() {
  const measured = await loop({});
  if (measured) {
    return { state: "ok", words: `Two connections in this page meet; data comes back in ${spoken(measured)}.` };
  }
  const words = "This browser does not even reach itself: something in it, or in the system, blocks WebRTC.";
  return { state: "failed", words, mend: NO_DIRECT };
}

/** @param {Servers} servers @returns {Promise<Result>} */
export async function checkStun(servers) {
  const { ice, trouble } = await servers.find();
  const stun = ice.filter(({ urls }) => String(urls).startsWith("stun"));
  if (trouble || stun.length === 0) {
    return { state: "skipped", words: trouble || "This server has no STUN set up." };
  }
  const { types, code, took } = await gather({ iceServers: stun }, "srflx");
  if (types.has("srflx")) {
    return { state: "ok", words: "The STUN server says how this browser is seen from outside." };
  } else if (code === 0 && took < UNANSWERED) {
    return { state: "ok", words: "The STUN server answers: this browser has the same address outside as inside." };
  }
  return { state: "failed", ...blockedWay(String(stun[0]?.urls).split(",")[0] ?? "", NO_STUN) };
}

/** @param {Servers} servers @param {string} url one of the relay's @returns {Promise<Result>} */
export async function checkTurn(servers, url) {
  const { ice, trouble } = await servers.find();
  const server = ice.find(({ urls }) => [urls].flat().includes(url));
  if (trouble || !server) {
    return { state: "skipped", words: trouble || "The server gives no credentials for this relay." };
  }
  const only = /** @type {RTCConfiguration} */ ({ iceServers: [{ ...server, urls: [url] }], iceTransportPolicy: "relay" });
  const { types, code, text } = await gather(only, "relay");
  if (!types.has("relay")) {
    return { state: "failed", ...(code >= 400 && code < 600 ? refusedWay(code, text) : blockedWay(url, NO_TURN)) };
  }
  const measured = await loop(only);
  if (measured) {
    return { state: "ok", words: `Data goes through the relay and comes back in ${spoken(measured)}.` };
  }
  const words = "The relay gives places, but passes nothing from one to the other.";
  const mend = ["Whoever runs this server: open the relay’s UDP ports (49152 to 53247), and behind NAT set its external-ip."];
  return { state: "failed", words, mend };
}

/** @param {import("./loop.js").Measured} measured */
function spoken({ roundTrip, bytes, time }) {
  const rate = (bytes * 2 * 8) / Math.max(time, 1) / 1000;
  return `${Math.max(1, Math.round(roundTrip))} ms, ${Math.round(bytes / 1024)} KB at ${rate.toFixed(rate < 10 ? 1 : 0)} Mbit/s`;
}
