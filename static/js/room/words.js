/** What is said when a device cannot be had. */

import { toast } from "../shell/toast.js";

/**
 * Say why a device that was to be on is off.
 * @param {import("../call/media.js").Media} media
 * @param {"mic" | "camera"} kind
 */
export function complain({ switches, troubles }, kind) {
  const reason = kind === "mic" ? troubles.audio : troubles.video;
  if (!switches[kind] && reason) {
    toast(whyNot(reason, kind === "mic" ? "microphone" : "camera"));
  }
}

/** @param {import("../call/capture.js").Reason} reason @param {string} device */
export function whyNot(reason, device) {
  return {
    denied: `Your browser blocks the ${device} for this page. Allow it at the icon beside the address, then try again.`,
    none: `No ${device} found. Plug one in, then try again.`,
    busy: `The ${device} is used by another program. Close that one, then try again.`,
    insecure: `Browsers give the ${device} only to pages opened with https.`,
    unable: "This browser cannot hold calls: it has no WebRTC, or that is switched off.",
  }[reason];
}
