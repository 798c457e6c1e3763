/** What is sent to one person: the steps from a good picture down to sound alone, and what lowers the ceiling. */

/** @typedef {"auto" | "high" | "saver"} Quality as the room is set */

/**
 * @typedef {object} Encoding what a sender is told
 * @property {boolean} active
 * @property {number} height of the shorter side, pixels
 * @property {number} bitrate bit/s at most
 * @property {number} fps at most
 */

/**
 * @typedef {object} Scene what decides beside the line
 * @property {number} step index into LADDER
 * @property {number} people in the call, this one included
 * @property {Quality} quality
 * @property {boolean} isSpeaking whether this person is the active speaker
 * @property {number} cap bit/s for one face, by the own data budget
 * @property {boolean} isSpent whether that is used up
 * @property {boolean} isShared whether anybody shares a screen: faces make way for it
 * @property {import("./quality-talk.js").Want} want what the other side asks for
 */

/** The steps, best first; the last three send a picture of whoever speaks, one a second, none. */
export const LADDER = /** @type {const} */ ([
  { name: "hd", height: 720, fps: 30 },
  { name: "sd", height: 360, fps: 24 },
  { name: "low", height: 180, fps: 15 },
  { name: "speaker", height: 180, fps: 15 },
  { name: "stills", height: 180, fps: 1 },
  { name: "audio", height: 0, fps: 0 },
]);
export const [HD, SD, LOW, SPEAKER, STILLS, AUDIO] = LADDER.keys();

/** Up to so many people, the height of a face and its pictures a second; who is one of ten sends nine of them. */
const CEILINGS = /** @type {Record<Quality, [number, number, number][]>} */ ({
  high: [[2, 720, 30], [4, 540, 30], [6, 360, 24], [Infinity, 270, 20]],
  auto: [[2, 540, 30], [4, 360, 24], [6, 270, 20], [Infinity, 180, 15]],
  saver: [[2, 360, 20], [4, 270, 15], [6, 180, 15], [Infinity, 180, 10]],
});
/** All faces sent to all others together, bit/s. */
const UPLINK = /** @type {Record<Quality, number>} */ ({ high: 3_000_000, auto: 1_500_000, saver: 500_000 });
/** A shared screen, bit/s with one to see it, and its pictures a second at each step: it is never given up for the line. */
const SCREEN = 2_500_000;
export const PACES = [15, 10, 8, 5, 1, 1];
const VOICE = [32_000, 32_000, 24_000, 24_000, 16_000, 16_000];
/** The least that Opus does (RFC 6716, 2.1.1). */
export const WHISPER = 6_000;

/** @param {unknown} value as the room's settings say it @returns {Quality} */
export function qualityFrom(value) {
  return value === "high" || value === "saver" ? value : "auto";
}

/** @param {number} height @returns {number} bit/s that a moving face of this height needs: 1.5 Mbit/s at 540 */
export function bitrateOf(height) {
  return Math.round(1_500_000 * (height / 540) ** 2.2);
}

/** @param {Scene} scene @returns {Encoding} */
export function faceFor({ step, people, quality, cap, isSpeaking, isShared, want }) {
  const rung = LADDER[step];
  const [, most, fastest] = /** @type {[number, number, number]} */ (CEILINGS[quality].find(([upTo]) => people <= upTo));
  const height = Math.min(rung.height, most, want.height, isShared ? LADDER[LOW].height : Infinity);
  const fps = Math.min(rung.fps, fastest, want.fps);
  const share = UPLINK[quality] / Math.max(1, people - 1);
  // One picture a second needs less than fifteen, but each is a whole one.
  const bitrate = Math.min(Math.min(bitrateOf(height), share) * (fps > 1 ? 1 : 0.25), cap, want.bitrate);
  const isDue = step < SPEAKER || isSpeaking || want.asked;
  return { active: height > 0 && fps > 0 && isDue, height, bitrate: Math.round(bitrate), fps };
}

/** What the camera is asked for: more than it was started with only where somebody may see it. @param {Quality} quality @param {number} people */
export function captureFor(quality, people) {
  return quality === "high" && people <= 2 ? 720 : 540;
}

/** A shared screen keeps its detail and gives up its pace. @param {Scene} scene @returns {Encoding} */
export function screenFor({ step, people, cap, isSpent, want }) {
  const fps = Math.min(PACES[step], want.screenFps);
  const share = SCREEN / Math.max(1, (people - 1) / 1.5);
  const bitrate = Math.max(50_000, Math.min(share * (fps / PACES[HD]), cap, want.bitrate));
  // Writing is read at its own size: what is scaled at all is scaled for a thumbnail.
  const height = want.screen > 0 && want.screen <= 360 ? want.screen : Infinity;
  return { active: fps > 0 && want.screen > 0 && !isSpent, height, bitrate: Math.round(bitrate), fps };
}

/** @param {number} step @param {boolean} isSpent whether either side has no data left @returns {number} bit/s */
export function voiceFor(step, isSpent) {
  return isSpent ? WHISPER : VOICE[step];
}
