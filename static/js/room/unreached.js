/** Where the page came and its line never did, the dialog says that, and what may be in the way. */

import { element } from "../lib/draw.js";
import { style } from "../lib/style.js";

const TITLE = "No line to the call";
const WORDS =
  "This page arrived, but the live line that calls need (a WebSocket) does not come through: a firewall, a proxy or an " +
  "extension of the browser may block it. You can read and write in the chat meanwhile. Still trying…";

/** Until the line is there: should it be lost later, it is lost as any other. */
export function sayUnreached() {
  void style("stage");
  const dialog = document.getElementById("dialog-lost");
  const [title, words] = ["title", "words"].map((part) => document.getElementById(`dialog-lost-${part}`));
  const before = [title?.textContent, words?.textContent];
  const help = element("p", {}, element("a", { href: "/doctor", target: "_blank" }, "Find out what is in the way"));
  say(title, TITLE);
  say(words, WORDS);
  words?.after(help);
  dialog?.addEventListener("close", () => {
    say(title, before[0]);
    say(words, before[1]);
    help.remove();
  }, { once: true });
}

/** @param {HTMLElement | null | undefined} element @param {string | null | undefined} text */
function say(element, text) {
  if (element) {
    element.textContent = text ?? "";
  }
}
