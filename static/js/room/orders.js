/** What a host asks of this person: muting happens at once, unmuting is a question. */

import { HOST_ACTION } from "../call/signals.js";
import { hear } from "./hear.js";
import { toast } from "./words.js";

/**
 * @param {number} me
 * @param {HTMLElement} stage
 * @param {() => void} mute
 */
export function watchOrders(me, stage, mute) {
  hear(HOST_ACTION, (/** @type {import("../call/signals.js").HostAction} */ { action, target_user_id }) => {
    if (target_user_id !== me) {
      return;
    } else if (action === "mute") {
      mute();
      toast("The host muted you");
    } else if (action === "unmute-request") {
      stage.querySelector("[data-ask]")?.removeAttribute("hidden");
    }
  });
}
