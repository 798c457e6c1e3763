/** Why the frame could not open a device, in our words. */

/** @typedef {import("../call/capture.js").Reason} Reason */
/** @typedef {{reason: Reason | "unknown", device: string}} Refusal */

/** @type {Record<string, Reason>} */
const REASONS = {
  permissions: "denied",
  "not-found": "none",
  "cam-in-use": "busy",
  "mic-in-use": "busy",
  "cam-mic-in-use": "busy",
  "undefined-mediadevices": "insecure",
};
const DEVICES = /** @type {Record<string, string>} */ ({ "cam-in-use": "camera", "mic-in-use": "microphone" });
const KINDS = /** @type {Record<string, string>} */ ({ audio: "microphone", video: "camera" });
const BOTH = "camera or microphone";

/**
 * @param {any} event the library's `camera-error`, or what somebody passes off as one
 * @returns {Refusal}
 */
export function refusalIn(event) {
  const { type = "", blockedMedia, missingMedia } = event?.error ?? {};
  const named = [blockedMedia, missingMedia].find(Array.isArray) ?? [];
  const devices = Object.keys(KINDS).filter((kind) => named.includes(kind)).map((kind) => KINDS[kind]);
  const told = event?.errorMsg ?? {};
  const failing = [["camera", told.videoOk], ["microphone", told.audioOk]].filter(([, isWell]) => isWell === false);
  const device = DEVICES[type] ?? (devices.length === 1 ? devices[0] : failing.length === 1 ? failing[0][0] : BOTH);
  return { reason: REASONS[type] ?? "unknown", device };
}
