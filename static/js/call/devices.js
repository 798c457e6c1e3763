/** Which microphone, camera and speaker there are, which one was chosen the last time, and how sound is treated. */

import { keep, kept } from "../lib/kept.js";

/** @typedef {"microphone" | "camera" | "speaker"} DeviceKind */
/** @typedef {{echoCancellation: boolean, noiseSuppression: boolean, autoGainControl: boolean}} Processing */

const STORE = "devices";
const PROCESSING = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * @param {DeviceKind} kind
 * @returns {string} the id of the device that was chosen, or "" for the system's own choice
 */
export function chosen(kind) {
  return choices()[kind] ?? "";
}

/**
 * @param {DeviceKind} kind
 * @param {string} id
 */
export function choose(kind, id) {
  keep(STORE, { ...choices(), [kind]: id });
}

/** @returns {Processing} what the browser is to do to the sound of the microphone */
export function processing() {
  return { ...PROCESSING, ...kept("processing", {}) };
}

/** @returns {Partial<Record<DeviceKind, string>>} */
function choices() {
  return kept(STORE, {});
}
