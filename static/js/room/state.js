/** What the page shows of the room's own state: how it is set, and whether it is locked. */

import { SETTINGS_CHANGED } from "../call/signals.js";
import { hear } from "./hear.js";

const LOCK_TOGGLED = "room:lock-toggled";

/** Keep the lock's badge, the name, the number of seats and the switches true to what the server says. */
export function watchState() {
  hear(SETTINGS_CHANGED, (/** @type {Record<string, string>} */ { name, max_participants, quality, ...switches }) => {
    document.title = `${name} · Guftagu`;
    document.querySelectorAll("[data-max]").forEach((each) => Object.assign(/** @type {HTMLElement} */ (each).dataset, { max: max_participants, quality }));
    /** @type {import("../elements/call-stage.js").CallStage | null} */ (document.querySelector("call-stage"))?.count();
    for (const each of Object.keys(switches)) {
      const input = document.querySelector(`#s-${each}`);
      if (input instanceof HTMLInputElement) {
        input.checked = Boolean(switches[each]);
      }
    }
  });
  hear(LOCK_TOGGLED, ({ is_locked }) => {
    document.getElementById("room-locked")?.toggleAttribute("hidden", !is_locked);
    document.querySelectorAll("input[name=locked]").forEach((each) => {
      /** @type {HTMLInputElement} */ (each).checked = is_locked;
    });
  });
}
