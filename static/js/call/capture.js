/** Asking the browser for a microphone and a camera, and why it says no. */

import { chosen, processing } from "./devices.js";

/**
 * @typedef {"denied" | "none" | "busy" | "insecure" | "unable"} Reason the person or the system forbids it; there is
 *   no such device; something else uses it; the page did not come over a secure line; this browser holds no calls
 */

/** @typedef {{audio: boolean, video: boolean}} Wanted */
/** @typedef {{audio: Reason | null, video: Reason | null}} Troubles */

/**
 * Both, else sound alone, else pictures alone, else nothing.
 * @param {Wanted} wanted
 * @returns {Promise<{stream: MediaStream, troubles: Troubles}>}
 */
export async function capture(wanted) {
  const troubles = /** @type {Troubles} */ ({ audio: null, video: null });
  const stream = new MediaStream();
  if (wanted.audio && wanted.video) {
    try {
      return { stream: await ask(wanted), troubles };
    } catch {
      // One of the two may still be had.
    }
  }
  for (const kind of /** @type {const} */ (["audio", "video"])) {
    if (wanted[kind]) {
      try {
        const one = await ask({ audio: kind === "audio", video: kind === "video" });
        one.getTracks().forEach((track) => stream.addTrack(track));
      } catch (error) {
        troubles[kind] = reasonOf(error);
      }
    }
  }
  return { stream, troubles };
}

/** @param {Wanted} wanted */
async function ask(wanted) {
  if (!navigator.mediaDevices || !globalThis.RTCPeerConnection) {
    throw new DOMException("This page may not use devices.", "SecurityError");
  }
  try {
    return await navigator.mediaDevices.getUserMedia(constraints(wanted, chosen));
  } catch (error) {
    // Not everywhere is it an Error, hence by its name alone.
    if (nameOf(error) === "OverconstrainedError") {
      // The device that was chosen the last time is not there today: any other will do.
      return navigator.mediaDevices.getUserMedia(constraints(wanted, () => ""));
    }
    throw error;
  }
}

/**
 * @param {Wanted} wanted
 * @param {(kind: import("./devices.js").DeviceKind) => string} choice
 * @returns {MediaStreamConstraints}
 */
function constraints({ audio, video }, choice) {
  return {
    audio: audio && { ...only(choice("microphone")), ...processing() },
    video: video && {
      ...only(choice("camera")),
      width: { ideal: 960 },
      height: { ideal: 540 },
      frameRate: { ideal: 24, max: 30 },
    },
  };
}

/** @param {string} id */
function only(id) {
  return id ? { deviceId: { exact: id } } : {};
}

/**
 * @param {unknown} error
 * @returns {Reason}
 */
function reasonOf(error) {
  const name = nameOf(error);
  if (!globalThis.RTCPeerConnection) {
    return "unable";
  } else if (!navigator.mediaDevices || !isSecureContext) {
    return "insecure";
  } else if (name === "NotAllowedError" || name === "SecurityError") {
    return "denied";
  } else if (name === "NotReadableError" || name === "AbortError") {
    return "busy";
  } else {
    return "none";
  }
}

/** @param {unknown} error */
function nameOf(error) {
  return /** @type {{name?: string}} */ (error)?.name;
}
