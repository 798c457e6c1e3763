/** Says in the page's own words why there is no microphone or camera, and offers what helps in this browser. */

import { stepsFor } from "../lib/mending.js";
import { style } from "../lib/style.js";

/** @typedef {import("../call/capture.js").Troubles} Troubles */

/** Why there will be no sound either, whatever the person allows. @type {(string | null)[]} */
const HOPELESS = ["none", "insecure", "unable"];

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
  if (box && reason) {
    void style("troubles");
    showSteps(box, stepsFor(reason, whatFails(troubles)));
    showSecure(box, reason === "insecure");
  }
  offer(box, "grant", reason === "denied");
  offer(box, "retry", reason === "none" || reason === "busy");
  offer(box, "audio-only", troubles.video !== null && !HOPELESS.includes(troubles.audio));
  offer(box, "listen", troubles.audio !== null && reason !== "unable");
}

/** @param {Element} box @param {string[]} steps */
function showSteps(box, steps) {
  const items = steps.map((step) => Object.assign(document.createElement("li"), { textContent: step }));
  box.querySelector("[data-steps]")?.replaceChildren(...items);
}

/** The same page by a secure line, if the server has one. @param {Element} box @param {boolean} isInsecure */
function showSecure(box, isInsecure) {
  const link = /** @type {HTMLAnchorElement} */ (box.querySelector("[data-https]"));
  link.hidden = !isInsecure || location.protocol === "https:";
  link.href = location.href.replace(/^http:/, "https:");
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
