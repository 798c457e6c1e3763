/** Whoever is speaking has been called on: asks softly whether the hand may come down. */

import { SELF } from "../elements/call-stage.js";
import { note, takeNote } from "./note.js";

const ENOUGH = 5000;
const NAME = "hand-down";

/**
 * @param {EventTarget} stage tells `speaking` (detail: {id, isSpeaking})
 * @param {() => boolean} isRaised
 * @param {() => void} lower
 */
export function askWhileSpeaking(stage, isRaised, lower) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  stage.addEventListener("speaking", (event) => {
    const { id, isSpeaking } = /** @type {CustomEvent} */ (event).detail;
    if (id === SELF) {
      clearTimeout(timer);
      timer = isSpeaking && isRaised() ? setTimeout(() => isRaised() && ask(lower), ENOUGH) : undefined;
    }
  });
}

/** @param {() => void} lower */
function ask(lower) {
  note(NAME, "hand", "You are speaking. Lower your hand?", [{ words: "Lower", act: lower, key: "H" }, { words: "Keep it up" }]);
  setTimeout(() => takeNote(NAME), 4 * ENOUGH);
}
