/** How a sitting can end for the person who looks: why, in words, and the way on, which is the only one. */

import { element } from "../lib/draw.js";
import { closeDialog, openDialog } from "./dialogs.js";

/** @typedef {{room: string, by: string, isGuest: boolean}} Facts by: who it was, and why, as the server says it */
/** @typedef {[string, (facts: Facts) => string]} Words what happened, and what that means */

const OUT = "so you are not in the call any more.";

/** @type {Record<string, Words>} */
const ENDINGS = {
  kicked: ["You were removed from the room", ({ room, by }) => `${by} You can come back to ${room} once a host lets you in again.`],
  closed: ["Room has been closed by host", ({ room }) => `${room} is over for everybody. Its code no longer works.`],
};

/** @type {Record<string, Words>} by the reason for which a session ended; from these one can come back */
const SIGNED_OUT = {
  "signed-out": ["You signed out", ({ isGuest }) => `That happened in another tab or on another device, ${OUT} ${back(isGuest)}`],
  "password-changed": ["Your password was changed", ({ isGuest }) => `That signs you out everywhere else, ${OUT} ${back(isGuest)}`],
  disabled: ["Your account is switched off", () => `An administrator has switched it off, ${OUT}`],
  deleted: ["Your account is deleted", () => `That signs you out everywhere, ${OUT}`],
  "": ["You are signed out", ({ isGuest }) => `This browser is not signed in any more, ${OUT} ${back(isGuest)}`],
};

/**
 * @param {string} kind "kicked", "closed", or why the session ended
 * @param {DOMStringMap} page what the room's page knows of itself
 * @param {string} by
 */
export function openEnding(kind, page, by) {
  const isGuest = page.kind === "guest";
  const room = document.getElementById("room-name")?.textContent ?? "the room";
  const [title, words] = ENDINGS[kind] ?? SIGNED_OUT[kind] ?? SIGNED_OUT[""];
  const ways = kind in ENDINGS ? [] : [wayBack(`/room/${page.roomCode}`, isGuest)];
  const dialog = draw(title, words({ room, by, isGuest }).trim(), ways);
  document.querySelectorAll("dialog[open]").forEach(({ id }) => closeDialog(id));
  document.body.append(dialog);
  openDialog(dialog.id);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
}

/** @param {boolean} isGuest who has nothing to sign in with */
function back(isGuest) {
  return isGuest ? "You can come back with a name of your choice." : "Sign in to come back to this room.";
}

/** @param {string} room @param {boolean} isGuest */
function wayBack(room, isGuest) {
  const href = isGuest ? room : `/sign-in?next=${encodeURIComponent(room)}`;
  return element("a", { class: "btn btn--strong", autofocus: "", href }, isGuest ? "Come back" : "Sign in");
}

/** @param {string} title @param {string} words @param {Node[]} ways on, besides the one home */
function draw(title, words, ways) {
  const home = element("a", { class: ways.length ? "btn" : "btn btn--strong", href: "/" }, "Go home");
  return element("dialog", { class: "dialog dialog--s", id: "dialog-ending", role: "alertdialog",
    "aria-labelledby": "ending-title", "aria-describedby": "ending-words" },
    element("header", { class: "dialog__head" }, element("h2", { id: "ending-title" }, title)),
    element("div", { class: "dialog__body" }, element("p", { class: "quiet", id: "ending-words" }, words)),
    element("footer", { class: "dialog__foot" }, home, ...ways));
}
