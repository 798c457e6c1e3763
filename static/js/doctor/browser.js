/** Whether this browser can hold calls at all. */

/** @typedef {import("./row.js").Result} Result */

/** @returns {Result} */
export function checkBrowser() {
  if (!isSecureContext) {
    return {
      state: "failed",
      words: "The line to this page is not secure, so the browser gives it neither camera nor microphone.",
      mend: ["Open this page by an address that begins with https.", "There is none? Whoever runs this server must set it up."],
    };
  } else if (!globalThis.RTCPeerConnection || !navigator.mediaDevices?.getUserMedia) {
    return {
      state: "failed",
      words: "This browser has no WebRTC, which carries calls; or it is switched off by a setting or an extension.",
      mend: ["Use a current Chrome, Edge, Firefox or Safari.", "In a privacy browser look for “WebRTC” in its settings."],
    };
  }
  return { state: "ok", words: "It can hold calls, and the line to this page is secure." };
}
