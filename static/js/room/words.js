/** What is said when a device cannot be had. */

/** @param {import("../call/capture.js").Reason} reason @param {string} device */
export function whyNot(reason, device) {
  return {
    denied: `Your browser blocks the ${device} for this page. Allow it at the icon beside the address, then try again.`,
    none: `No ${device} found. Plug one in, then try again.`,
    busy: `The ${device} is used by another program. Close that one, then try again.`,
    insecure: `Browsers give the ${device} only to pages opened with https.`,
  }[reason];
}
