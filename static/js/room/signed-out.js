/** Who was signed out elsewhere is told why this page is over, and led back into the room. */

import { element } from "../lib/draw.js";
import { openEnding } from "./dialogs.js";

/** @type {Record<string, [string, string]>} by the server's reason: what happened, and how */
const WORDS = {
  "signed-out": ["You signed out", "That happened in another tab or on another device, so you are not in the call any more."],
  "password-changed": ["Your password was changed", "That signs you out everywhere else, so you are not in the call any more."],
  disabled: ["Your account is switched off", "An administrator has switched it off, so you are not in the call any more."],
  deleted: ["Your account is deleted", "That signs you out everywhere, so you are not in the call any more."],
};
const LAPSED = ["You are signed out", "This browser is not signed in any more, so you are not in the call."];

/**
 * @param {import("./sitting.js").Sitting} sitting
 * @param {string} reason
 */
export function tellSignedOut(sitting, reason) {
  const { phase, facts } = sitting;
  // Whoever was removed, or whose room has ended, has been told already.
  if (phase !== "over") {
    sitting.leave();
    document.body.append(draw(WORDS[reason] ?? LAPSED, `/room/${facts.roomCode}`, facts.kind === "guest"));
    openEnding("dialog-signed-out");
  }
}

/** @param {string[]} words @param {string} room @param {boolean} isGuest who has nothing to sign in with */
function draw([title, words], room, isGuest) {
  const on = isGuest
    ? element("a", { class: "btn btn--strong", autofocus: "", href: room }, "Come back")
    : element("a", { class: "btn btn--strong", autofocus: "", href: `/sign-in?next=${encodeURIComponent(room)}` }, "Sign in");
  const more = isGuest ? "You can come back with a name of your choice." : "Sign in to come back to this room.";
  return element("dialog", { class: "dialog dialog--s", id: "dialog-signed-out", role: "alertdialog",
    "aria-labelledby": "signed-out-title", "aria-describedby": "signed-out-words" },
    element("header", { class: "dialog__head" }, element("h2", { id: "signed-out-title" }, title)),
    element("div", { class: "dialog__body" }, element("p", { class: "quiet", id: "signed-out-words" }, `${words} ${more}`)),
    element("footer", { class: "dialog__foot" }, element("a", { class: "btn", href: "/" }, "Go home"), on));
}
