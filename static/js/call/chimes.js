/** Short sounds made by the page itself, heard from the speaker that was chosen. */

import { sound } from "./level.js";

/** @typedef {[pitch: number, after: number][]} Notes hertz, and seconds from the first one */

/** How late a sound may come, milliseconds. */
const SOON = 500;
const JOINED = /** @type {Notes} */ ([[523.25, 0], [783.99, 0.12]]);
const LEFT = /** @type {Notes} */ ([[587.33, 0], [392, 0.14]]);
const KNOCK = /** @type {Notes} */ ([[196, 0], [196, 0.16], [196, 0.4]]);
const TEST = /** @type {Notes} */ ([[523.25, 0], [659.25, 0.25]]);

/** @param {string} speaker where everything that the page's AudioContext plays is heard, "" for the system's choice */
export async function routeSound(speaker) {
  // A speaker that was unplugged meanwhile is no reason for silence.
  await /** @type {any} */ (sound()).setSinkId?.(speaker).catch(() => {});
}

/**
 * Two soft notes, to find out whether the speaker is the right one.
 * @param {string} speaker
 */
export async function chime(speaker) {
  await play(TEST, 0.2, speaker);
}

/** @param {string} speaker */
export async function chimeJoined(speaker) {
  await play(JOINED, 0.08, speaker);
}

/** @param {string} speaker */
export async function chimeLeft(speaker) {
  await play(LEFT, 0.08, speaker);
}

/** Somebody is at the door. @param {string} speaker */
export async function chimeKnock(speaker) {
  await play(KNOCK, 0.3, speaker, 0.12);
}

/**
 * @param {Notes} notes
 * @param {number} loud 0 to 1
 * @param {string} speaker
 * @param {number} [length] of each, in seconds
 */
async function play(notes, loud, speaker, length = 0.5) {
  await routeSound(speaker);
  const context = sound();
  await Promise.race([context.resume().catch(() => {}), new Promise((done) => setTimeout(done, SOON))]);
  // Before the person has touched the page there is no sound: what is not heard now would all be heard at once then.
  if (context.state !== "running") {
    return;
  }
  for (const [pitch, after] of notes) {
    const start = context.currentTime + after;
    const gain = new GainNode(context, { gain: 0 });
    const note = new OscillatorNode(context, { frequency: pitch });
    gain.gain.linearRampToValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loud, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + length);
    note.connect(gain).connect(context.destination);
    note.start(start);
    note.stop(start + length + 0.1);
  }
}
