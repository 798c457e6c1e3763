/** Telling a sender how much to send (W3C WebRTC, 5.2: getParameters and setParameters). */

/** @typedef {import("./quality.js").Encoding} Encoding */

/** @type {WeakSet<RTCRtpSender>} those whose last change is not through yet; the next pass comes soon */
const busy = new WeakSet();

/** @type {WeakMap<MediaStreamTrack, number>} what cameras were asked for, other than at first */
const asked = new WeakMap();
const AT_FIRST = 540;

/** Ask the camera itself for another height. @param {MediaStreamTrack | null} track @param {number} height */
export async function capture(track, height) {
  if (track && (asked.get(track) ?? AT_FIRST) !== height) {
    asked.set(track, height);
    const constraints = { ...track.getConstraints(), height: { ideal: height }, width: { ideal: (height * 16) / 9 } };
    // A camera that cannot goes on as it is.
    await track.applyConstraints(constraints).catch(() => {});
  }
}

/** @param {RTCRtpSender | undefined} sender @param {Encoding} encoding */
export function sendFace(sender, encoding) {
  return tune(sender, { ...rates(encoding), scaleResolutionDownBy: scaleOf(sender, encoding.height) });
}

/** @param {RTCRtpSender | undefined} sender @param {Encoding} encoding */
export function sendScreen(sender, encoding) {
  if (sender?.track && sender.track.contentHint === "") {
    sender.track.contentHint = "detail";
  }
  const wanted = { ...rates(encoding), scaleResolutionDownBy: scaleOf(sender, encoding.height) };
  return tune(sender, wanted, "maintain-resolution");
}

/** @param {RTCRtpSender | undefined} sender @param {number} bitrate */
export function sendVoice(sender, bitrate) {
  return tune(sender, { maxBitrate: bitrate });
}

/** @param {RTCRtpSender | undefined} sender @param {boolean} active @param {number} bitrate */
export function sendSound(sender, active, bitrate) {
  return tune(sender, { active, maxBitrate: bitrate });
}

/** @param {Encoding} encoding */
function rates({ active, bitrate, fps }) {
  // While nothing is sent the rest stays as it was.
  return active ? { active, maxBitrate: bitrate, maxFramerate: fps } : { active };
}

/** @param {RTCRtpSender | undefined} sender @param {number} height */
function scaleOf(sender, height) {
  const { width = 0, height: tall = 0 } = sender?.track?.getSettings() ?? {};
  const captured = Math.min(width, tall);
  return captured > 0 && height > 0 ? Math.max(1, captured / height) : 1;
}

/**
 * @param {RTCRtpSender | undefined} sender
 * @param {RTCRtpEncodingParameters} wanted
 * @param {string} [preference] what is kept where the line is too thin for all
 */
async function tune(sender, wanted, preference) {
  const parameters = /** @type {any} */ (sender?.getParameters());
  const [encoding] = parameters?.encodings ?? [];
  if (!sender || !encoding || busy.has(sender) || isSo(encoding, wanted)) {
    return;
  }
  Object.assign(encoding, wanted);
  if (preference) {
    parameters.degradationPreference = preference;
  }
  busy.add(sender);
  try {
    await sender.setParameters(parameters);
  } catch {
    // In the middle of a negotiation: the next pass says it again.
  } finally {
    busy.delete(sender);
  }
}

/** @param {Record<string, any>} encoding @param {Record<string, any>} wanted */
function isSo(encoding, wanted) {
  return Object.entries(wanted).every(([name, value]) => encoding[name] === value);
}
