/** The server did not let this page into the call: why, and the way to try again; what may pass is tried by itself. */

import { style } from "../lib/style.js";
import { hideTrouble, showCard } from "./carrier-card.js";

const SOON = 8000;
const AT_MOST = 60_000;
/** What may be well a little later. */
const PASSING = ["DAILY_BUSY", "RATE_LIMITED", "ROOM_FULL", "UNAVAILABLE", "UNKNOWN_ERROR"];
const TITLE = "You are not in the call yet";
const GOES_ON = "This page tries again by itself. The chat goes on meanwhile.";

/** @type {HTMLElement | null} */
let place = null;
let failures = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/**
 * @param {import("./sitting.js").Sitting} sitting
 * @param {{code: string, message: string}} refusal
 */
export function tellRefused(sitting, { code, message }) {
  if (sitting.phase === "inside") {
    place ??= begin(sitting);
    clearTimeout(again);
    const isPassing = PASSING.includes(code);
    const retry = () => sitting.join();
    if (isPassing) {
      again = setTimeout(retry, Math.min(AT_MOST, SOON * 2 ** failures++));
    }
    // Who is in a frame already is well where they are; only this page has missed the answer.
    if (!sitting.carrier) {
      showCard(place, [TITLE, isPassing ? `${message} ${GOES_ON}` : message], retry);
      place.hidden = false;
    }
  }
}

/** @param {import("./sitting.js").Sitting} sitting */
function begin(sitting) {
  const made = Object.assign(document.createElement("div"), { className: "carrier" });
  void style("daily");
  document.querySelector(".stage")?.append(made);
  sitting.mesh.addEventListener("joined", () => {
    clearTimeout(again);
    failures = 0;
    hideTrouble(made);
    made.hidden = true;
  });
  return made;
}
