/** Sharing the own screen: asked for, shown to everybody, and over when the person or their browser ends it. */

import { toast } from "../shell/toast.js";

/** @param {import("./later.js").Page} page */
export async function toggleShare({ sitting }) {
  if (sitting.carrier) {
    sitting.carrier.share(!sitting.switches.screen);
    return;
  }
  if (sitting.display) {
    sitting.display.getTracks().forEach((track) => track.stop());
    sitting.share(null);
    return;
  }
  try {
    const display = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: true });
    display.getVideoTracks().forEach((track) => (track.onended = () => sitting.share(null)));
    sitting.share(display);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotAllowedError")) {
      toast("Your screen could not be shared");
    }
  }
}
