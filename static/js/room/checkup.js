/** The way from a call to /doctor: among what lies behind More, and where the connection is lost. */

import { element, icon } from "../lib/draw.js";
import { addToMore } from "./made-dialog.js";

/** @param {import("./later.js").Page} page */
export function offerCheckup({ sitting }) {
  addToMore(sitting.mesh, "doctor", () => link("btn", icon("pulse"), "Check connection"));
  document.querySelector("#dialog-lost .dialog__body")?.append(element("p", {}, link("", "Find out what is in the way")));
}

/**
 * In another tab, for leaving this one would leave the call.
 * @param {string} look
 * @param {(Node | string)[]} content
 */
function link(look, ...content) {
  return element("a", { class: look, href: "/doctor", target: "_blank" }, ...content);
}
