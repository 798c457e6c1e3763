/** What two pages tell each other about pictures: how large one is wanted, and why one is not sent. */

import { AUDIO, HD, LADDER, PACES, SPEAKER, STILLS } from "./quality.js";

/**
 * @typedef {object} Want what a page asks another for
 * @property {number} height of the face, as its tile shows it; 0 for none
 * @property {number} fps
 * @property {number} bitrate bit/s at most
 * @property {number} screen the height of a shared screen, likewise
 * @property {number} screenFps
 * @property {boolean} asked whether it wants the face even while somebody else speaks
 * @property {boolean} spent whether its data is used up: the voice is sent as thin as can be
 * @property {Why} why what keeps it from wanting more
 */

/** @typedef {"size" | "budget"} Why */
/** @typedef {"thin" | "budget" | "speaker" | "asked"} Reason why no face is sent; `asked`: they asked for none */

export const WANT = "want";
export const PAUSED = "paused";
/** Until they have said anything. @type {Want} */
export const ANYTHING = {
  height: 1080,
  fps: 30,
  bitrate: 5_000_000,
  screen: 2160,
  screenFps: 30,
  asked: false,
  spent: false,
  why: "size",
};
const REASONS = ["thin", "budget", "speaker", "asked"];

/**
 * What another page asks for, each number within bounds; whatever it is not able to say is not limited.
 * @param {any} said
 * @returns {Want}
 */
export function wantFrom(said) {
  return {
    height: within(said?.height, ANYTHING.height),
    fps: within(said?.fps, ANYTHING.fps),
    bitrate: within(said?.bitrate, ANYTHING.bitrate),
    screen: within(said?.screen, ANYTHING.screen),
    screenFps: within(said?.screenFps, ANYTHING.screenFps),
    asked: said?.asked === true,
    spent: said?.spent === true,
    why: said?.why === "budget" ? "budget" : "size",
  };
}

/**
 * What to ask somebody for.
 * @param {import("./budget.js").Allowance} budget the own one
 * @param {Pick<Want, "height" | "screen" | "asked">} shown how large they are on this screen
 * @param {boolean} isSpeaker whether they are the one who speaks
 * @returns {Want}
 */
export function wantFor({ step, spent, bitrate }, { height, screen, asked }, isSpeaker) {
  const isDue = step < SPEAKER || (step < AUDIO && (asked || isSpeaker));
  return {
    height: isDue ? Math.min(height, LADDER[step].height) : 0,
    fps: LADDER[Math.min(step, STILLS)].fps,
    bitrate: Math.round(Math.min(bitrate, ANYTHING.bitrate)),
    screen: spent ? 0 : screen,
    screenFps: PACES[step],
    asked,
    spent,
    why: step > HD ? "budget" : "size",
  };
}

/**
 * Why a face is not sent, when it is not.
 * @param {number} line the step that the line bears
 * @param {number} budget the step that the own data budget allows
 * @param {Want} want
 * @returns {Reason}
 */
export function reasonFor(line, budget, want) {
  if (want.height === 0) {
    return "asked";
  } else if (budget === AUDIO) {
    return "budget";
  } else {
    return line === AUDIO ? "thin" : "speaker";
  }
}

/** @param {any} said @returns {Reason | null} */
export function reasonFrom(said) {
  return REASONS.includes(said) ? said : null;
}

/**
 * The height to ask for, so that a picture fills its tile: one of a few, since each change costs a key frame.
 * @param {{width: number, height: number}} tile in pixels of the screen
 * @param {{width: number, height: number}} picture as it arrives; nothing yet is taken for 16:9
 */
export function heightFor(tile, picture) {
  const { width, height } = picture.width > 0 ? picture : { width: 16, height: 9 };
  const needed = Math.min(width, height) * Math.max(tile.width / width, tile.height / height);
  return needed > 0 ? (SIZES.find((size) => size >= needed * 0.85) ?? ANYTHING.height) : 0;
}

const SIZES = [90, 180, 270, 360, 540, 720];

/** @param {unknown} number @param {number} most */
function within(number, most) {
  return typeof number === "number" && Number.isFinite(number) ? Math.min(most, Math.max(0, Math.round(number))) : most;
}
