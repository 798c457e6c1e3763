/** Two connections within this page, joined by a data channel: what goes through, and how fast. */

import { within } from "./within.js";

/** @typedef {{roundTrip: number, bytes: number, time: number}} Measured milliseconds; `bytes` went there and back */

const PATIENCE = 12_000;
const PIECE = 16_384;
const PIECES = 16;
const PINGS = 5;

/**
 * @param {RTCConfiguration} configuration of both
 * @returns {Promise<Measured | undefined>} undefined when they do not meet
 */
export async function loop(configuration) {
  const here = new RTCPeerConnection(configuration);
  const there = new RTCPeerConnection(configuration);
  try {
    return await within(join(here, there).then(measure), PATIENCE);
  } finally {
    here.close();
    there.close();
  }
}

/** @param {RTCPeerConnection} here @param {RTCPeerConnection} there @returns {Promise<RTCDataChannel>} open, and what is sent comes back */
async function join(here, there) {
  const channel = here.createDataChannel("doctor");
  there.ondatachannel = ({ channel: other }) => {
    other.onmessage = ({ data }) => other.send(data);
  };
  pass(here, there);
  pass(there, here);
  await here.setLocalDescription();
  await there.setRemoteDescription(/** @type {RTCSessionDescription} */ (here.localDescription));
  await there.setLocalDescription();
  await here.setRemoteDescription(/** @type {RTCSessionDescription} */ (there.localDescription));
  await new Promise((done) => (channel.onopen = done));
  return channel;
}

/** Candidates wait until the other side knows what they belong to. @param {RTCPeerConnection} from @param {RTCPeerConnection} to */
function pass(from, to) {
  /** @type {RTCIceCandidate[]} */
  const early = [];
  from.onicecandidate = ({ candidate }) => {
    if (candidate && to.remoteDescription) {
      void to.addIceCandidate(candidate);
    } else if (candidate) {
      early.push(candidate);
    }
  };
  to.addEventListener("signalingstatechange", () => {
    if (to.remoteDescription) {
      early.splice(0).forEach((candidate) => void to.addIceCandidate(candidate));
    }
  });
}

/** @param {RTCDataChannel} channel @returns {Promise<Measured>} */
async function measure(channel) {
  let roundTrip = Infinity;
  for (let ping = 0; ping < PINGS; ping++) {
    roundTrip = Math.min(roundTrip, await timeOf(channel, 1, 16));
  }
  const time = await timeOf(channel, PIECES, PIECE);
  return { roundTrip, bytes: PIECES * PIECE, time };
}

/** How long `pieces` of `size` bytes take there and back. @param {RTCDataChannel} channel @param {number} pieces @param {number} size */
async function timeOf(channel, pieces, size) {
  const started = performance.now();
  await new Promise((done) => {
    let left = pieces;
    channel.onmessage = () => {
      left -= 1;
      if (left === 0) {
        done(undefined);
      }
    };
    for (let piece = 0; piece < pieces; piece++) {
      channel.send(new Uint8Array(size));
    }
  });
  return performance.now() - started;
}
