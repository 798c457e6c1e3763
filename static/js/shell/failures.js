/** Requests that came to nothing say so; what was typed stays where it is. */

import { toast } from "./toast.js";

export function watchFailures() {
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (ctx?.request && !ctx.response) {
      toast(navigator.onLine ? "Guftagu does not answer. Try again in a moment." : "You are offline. Try again when the line is back.");
    }
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { status, headers } = /** @type {CustomEvent} */ (event).detail.ctx.response;
    if (status >= 500) {
      toast("Something went wrong on our side. Nothing you typed is lost: try again.");
    } else if (status === 429 && !headers.get("HX-Trigger")) {
      toast("That was quick! Wait a moment, then try again.");
    }
  });
}
