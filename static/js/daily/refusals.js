/** Why the frame could not open a device, in our words. */

/** @typedef {import("../call/capture.js").Reason} Reason */
/** @typedef {{reason: Reason | "unknown", device: string}} Refusal */

/** @type {Map<unknown, Reason>} */
const REASONS = new Map([
  ["permissions", "denied"],
  ["not-found", "none"],
  ["cam-in-use", "busy"],
  ["mic-in-use", "busy"],
  ["cam-mic-in-use", "busy"],
  ["undefined-mediadevices", "insecure"],
]);
const DEVICES = new Map([["cam-in-use", "camera"], ["mic-in-use", "microphone"]]);
const KINDS = /** @type {const} */ ([["audio", "microphone"], ["video", "camera"]]);
const BOTH = "camera or microphone";

/**
 * @param {any} event the library's `camera-error`, or what somebody passes off as one
 * @returns {Refusal}
 */
export function refusalIn(event) {
  const { type, blockedMedia, missingMedia } = event?.error ?? {};
  const { audioOk, videoOk } = event?.errorMsg ?? {};
  const named = [blockedMedia, missingMedia].find(Array.isArray) ?? [audioOk === false && "audio", videoOk === false && "video"];
  const devices = KINDS.filter(([kind]) => named.includes(kind)).map(([, device]) => device);
  const device = DEVICES.get(type) ?? (devices.length === 1 ? devices[0] : BOTH);
  return { reason: REASONS.get(type) ?? "unknown", device };
}
