/** The server did not let this page into the call: why, and the way to try again; what may pass is tried by itself. */

import { style } from "../lib/style.js";
import { Again } from "./again.js";
import { hideTrouble, showCard } from "./carrier-card.js";

/** What may be well a little later. */
const PASSING = ["DAILY_BUSY", "MEMBER_NOT_FOUND", "RATE_LIMITED", "ROOM_FULL", "UNAVAILABLE", "UNKNOWN_ERROR"];
const TITLE = "You are not in the call yet";
/** Said of somebody else everywhere but here. */
const OWN = /** @type {Record<string, string>} */ ({ MEMBER_NOT_FOUND: "Your place was given up meanwhile." });
const GOES_ON = "This page tries again by itself. The chat goes on meanwhile.";

/** @type {HTMLElement | null} */
let place = null;
/** @type {Again} */
let again;

/**
 * @param {import("./sitting.js").Sitting} sitting
 * @param {{code: string, message: string}} refusal
 */
export function tellRefused(sitting, { code, message }) {
  if (sitting.phase === "inside") {
    place ??= begin(sitting);
    again.pause();
    const isPassing = PASSING.includes(code);
    if (isPassing) {
      again.later();
    }
    // Who is in a frame already is well where they are; only this page has missed the answer.
    if (!sitting.carrier) {
      const words = OWN[code] ?? message;
      showCard(place, [TITLE, isPassing ? `${words} ${GOES_ON}` : words], again.retry);
      place.hidden = false;
    }
  }
}

/** @param {import("./sitting.js").Sitting} sitting */
function begin(sitting) {
  const made = Object.assign(document.createElement("div"), { className: "carrier" });
  again = new Again(() => sitting.join());
  void style("daily");
  document.querySelector(".stage")?.append(made);
  sitting.mesh.addEventListener("joined", () => {
    again.end();
    hideTrouble(made);
    made.hidden = true;
  });
  return made;
}
