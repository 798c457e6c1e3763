/** Says in the page's own words why there is no microphone or camera, and offers what helps. */

/** @typedef {import("../call/capture.js").Troubles} Troubles */

/**
 * @param {ParentNode} page
 * @param {Troubles} troubles
 */
export function showTroubles(page, troubles) {
  const box = page.querySelector("[data-troubles]");
  const reason = troubles.audio ?? troubles.video;
  box?.toggleAttribute("hidden", !reason);
  for (const words of box?.querySelectorAll("[data-reason]") ?? []) {
    words.toggleAttribute("hidden", words.getAttribute("data-reason") !== reason);
  }
  for (const what of box?.querySelectorAll("[data-what]") ?? []) {
    what.textContent = whatFails(troubles);
  }
  offer(box, "grant", reason === "denied");
  offer(box, "retry", reason === "none" || reason === "busy");
  offer(box, "audio-only", troubles.video !== null);
}

/** @param {Troubles} troubles */
function whatFails({ audio, video }) {
  if (audio && video === audio) {
    return "camera or microphone";
  } else {
    return audio ? "microphone" : "camera";
  }
}

/**
 * @param {Element | null} box
 * @param {string} act
 * @param {boolean} helps
 */
function offer(box, act, helps) {
  box?.querySelector(`[data-act=${act}]`)?.toggleAttribute("hidden", !helps);
}
