/** The own picture out of one's own sight, and nobody else's; remembered for the next call. */

import { SELF } from "../../elements/call-stage.js";
import { element, icon } from "../../lib/draw.js";

const STORE = "guftagu:hide-self";

/** @typedef {{isHidden: boolean, set: (isHidden: boolean) => void}} Hiding */

/**
 * @param {import("../sitting.js").Sitting} sitting
 * @returns {Hiding}
 */
export function watchHiding(sitting) {
  const { stage } = sitting;
  const show = element("button", { class: "btn btn--s", type: "button" }, "Show");
  const cue = element("p", { class: "stage-cue", role: "status" },
    icon("eye-off", "icon--s"), element("span", {}, "You are hidden to yourself"), show);
  cue.hidden = true;
  stage.append(cue);
  const hiding = {
    isHidden: remembered(),
    /** @param {boolean} isHidden */
    set(isHidden) {
      hiding.isHidden = isHidden;
      remember(isHidden);
      sitting.draw();
    },
  };
  stage.addEventListener("drawn", (event) => {
    const { others } = /** @type {CustomEvent} */ (event).detail;
    const tile = stage.tile(SELF);
    // Whoever is alone would look at nothing.
    const hides = hiding.isHidden && others.length > 0;
    cue.hidden = !hides;
    if (tile && tile.hidden !== hides) {
      tile.hidden = hides;
      stage.count();
      // Drawn once more: what is large depends on who is in sight.
      sitting.draw();
    }
  });
  show.addEventListener("click", () => hiding.set(false));
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("[data-act=hide-self]")) {
      hiding.set(!hiding.isHidden);
    }
  });
  return hiding;
}

function remembered() {
  try {
    return localStorage.getItem(STORE) === "yes";
  } catch {
    return false;
  }
}

/** @param {boolean} isHidden */
function remember(isHidden) {
  try {
    localStorage.setItem(STORE, isHidden ? "yes" : "no");
  } catch {
    // Where nothing may be stored it holds for this call.
  }
}
