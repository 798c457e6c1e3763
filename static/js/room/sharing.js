/** Sharing the own screen: asked for, shown to everybody, and over when the person or their browser ends it. */

import { SETTINGS_CHANGED } from "../call/signals.js";
import { toast } from "../shell/toast.js";
import { hint } from "./motion.js";

const AGAIN = "Press Share again: your browser asks only right after a click";
const TROUBLES = /** @type {Record<string, string>} */ ({
  NotFoundError: "There is no screen to share",
  NotReadableError: "Your system gives this screen to nobody. Choose another window or screen",
  InvalidStateError: AGAIN,
  InvalidAccessError: AGAIN,
});
const SYSTEM = "Your system does not let the browser record the screen. Allow it in the system’s privacy settings, then share again";
const MISSING = "This browser cannot share a screen. Browsers on a computer can";

let isAsking = false;
let isWatched = false;

/** @param {import("./later.js").Page} page */
export async function toggleShare(page) {
  const { sitting } = page;
  if (sitting.carrier) {
    sitting.carrier.share(!sitting.switches.screen);
  } else if (sitting.display) {
    sitting.share(null);
  } else if (!canShare()) {
    toast(MISSING);
  } else if (!isAsking && sitting.phase === "inside") {
    isAsking = true;
    await begin(page);
    isAsking = false;
  }
}

/** Whether this browser has what it takes; those of phones do not. */
export function canShare() {
  return Boolean(navigator.mediaDevices?.getDisplayMedia);
}

/** Whether the room does. @param {HTMLElement} room */
export function isAllowed(room) {
  return room.querySelector("[data-ctl=share]")?.hasAttribute("hidden") === false;
}

/** Up to 30 pictures a second; with sound where the browser can, and this very page not among what is offered. */
function wanted() {
  const constraints = /** @type {Record<string, boolean>} */ (navigator.mediaDevices.getSupportedConstraints());
  // All that the system plays includes the others' voices: they would hear themselves.
  const { restrictOwnAudio = false } = constraints;
  return {
    video: { frameRate: { ideal: 30, max: 30 } },
    audio: { restrictOwnAudio, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    systemAudio: restrictOwnAudio ? "include" : "exclude",
  };
}

/** @param {import("./later.js").Page} page */
async function begin(page) {
  const { sitting } = page;
  try {
    const display = await navigator.mediaDevices.getDisplayMedia(wanted());
    // Meanwhile the room may have forbidden it, or the person may have gone.
    if (sitting.phase === "inside" && isAllowed(page.room)) {
      watch(page);
      hint(display);
      display.getVideoTracks().forEach((track) => (track.onended = () => sitting.display === display && sitting.share(null)));
      sitting.share(display);
      await import("./stage/start.js").then(({ startStage }) => startStage(page));
    } else {
      display.getTracks().forEach((track) => track.stop());
    }
  } catch (error) {
    explain(error);
  }
}

/**
 * Say again after a reconnection that a screen is shared, and why it no longer is where the room forbids it.
 * @param {import("./later.js").Page} page
 */
function watch({ sitting }) {
  if (!isWatched) {
    isWatched = true;
    sitting.mesh.addEventListener("joined", (event) => {
      const own = /** @type {CustomEvent} */ (event).detail;
      if (sitting.display && !own?.screen) {
        sitting.mesh.announce(sitting.switches);
      }
    });
    // Before the order is carried out, while it can be seen whom it concerns.
    document.addEventListener(`wire:${SETTINGS_CHANGED}`, (frame) => {
      const { screen_share_enabled = true } = /** @type {CustomEvent} */ (frame).detail.data ?? {};
      if (sitting.display && !screen_share_enabled) {
        toast("The host switched screen sharing off: your screen is no longer shared");
      }
    }, { capture: true });
  }
}

/** Who closes the browser's question has changed their mind; every other reason is said. @param {unknown} error */
function explain(error) {
  const { name, message } = error instanceof DOMException ? error : { name: "", message: "" };
  if (name === "NotAllowedError" && /system|policy/i.test(message)) {
    toast(SYSTEM);
  } else if (name !== "NotAllowedError" && name !== "AbortError") {
    toast(TROUBLES[name] ?? "Your screen could not be shared");
  }
}
