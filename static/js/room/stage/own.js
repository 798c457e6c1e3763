/** The own shared screen: said in words instead of shown in a hall of mirrors, with the way to end it. */

import { element, icon } from "../../lib/draw.js";
import { setSmooth, wantsSmooth } from "../motion.js";

/**
 * @param {HTMLElement} tile
 * @param {import("../sitting.js").Sitting} sitting
 */
export function drawOwnCard(tile, sitting) {
  const stop = element("button", { class: "btn btn--leave", type: "button" }, icon("x"), "Stop sharing");
  stop.addEventListener("click", () => sitting.share(null));
  const smooth = element("input", { class: "switch", type: "checkbox", role: "switch", id: "share-smooth" });
  smooth.checked = wantsSmooth();
  smooth.addEventListener("change", () => setSmooth(smooth.checked, sitting.display));
  const card = element("div", { class: "share-card" },
    icon("screen", "icon--l"),
    element("h2", {}, "You are sharing your screen"),
    element("p", { class: "quiet" }, "Everybody in the room sees it."),
    element("div", { class: "row" }, stop,
      element("label", { class: "check", for: "share-smooth", title: "For films and games: more pictures a second, less sharp letters" }, element("span", {}, "Smooth video"), smooth)));
  // A window or a tab can be shown without showing itself; a whole screen holds this very page.
  const surface = /** @type {any} */ (sitting.display?.getVideoTracks()[0]?.getSettings())?.displaySurface;
  tile.dataset.surface = ["window", "browser"].includes(surface) ? "part" : "whole";
  tile.append(card);
}
