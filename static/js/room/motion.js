/** Sharp text or smooth movement: what a shared screen is to keep when the line is too thin for both. */

const STORE = "guftagu:smooth-share";

export function wantsSmooth() {
  try {
    return localStorage.getItem(STORE) === "yes";
  } catch {
    return false;
  }
}

/** @param {boolean} isSmooth @param {MediaStream | null} display what is shared just now */
export function setSmooth(isSmooth, display) {
  try {
    localStorage.setItem(STORE, isSmooth ? "yes" : "no");
  } catch {
    // Where nothing may be stored it holds for this time.
  }
  hint(display, isSmooth);
}

/** @param {MediaStream | null} display @param {boolean} [isSmooth] */
export function hint(display, isSmooth = wantsSmooth()) {
  for (const track of display?.getVideoTracks() ?? []) {
    track.contentHint = isSmooth ? "motion" : "detail";
  }
}
