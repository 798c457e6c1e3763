/** What the page shows of the room's own state: whether it is locked, and why somebody was removed. */

import { KICKED } from "../call/signals.js";
import { hear } from "./hear.js";

const LOCK_TOGGLED = "room:lock-toggled";

/** Keep the lock's badge and switch true to what the server says. */
export function watchState() {
  hear(LOCK_TOGGLED, ({ is_locked }) => {
    document.getElementById("room-locked")?.toggleAttribute("hidden", !is_locked);
    document.querySelectorAll("input[name=locked]").forEach((each) => {
      /** @type {HTMLInputElement} */ (each).checked = is_locked;
    });
  });
  hear(KICKED, ({ words }) => {
    const by = document.querySelector("#dialog-kicked [data-by]");
    if (by && words) {
      by.textContent = words;
    }
  });
}
