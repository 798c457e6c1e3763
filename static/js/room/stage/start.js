/** The stage beyond the plain grid: shared screens, a pinned person, who speaks, pages and a window of its own. */

import { style } from "../../lib/style.js";
import { canShare } from "../sharing.js";
import { watchFrozen } from "./frozen.js";
import { watchGlide } from "./glide.js";
import { watchHiding } from "./hiding.js";
import { watchMenu } from "./menu.js";
import { watchPages } from "./pages.js";
import { watchSwipe } from "./swipe.js";
import { View } from "./view.js";

/** @type {Promise<View> | undefined} */
let started;

/**
 * @param {import("../later.js").Page} page
 * @returns {Promise<View>} the same one however often it is asked for
 */
export function startStage(page) {
  started ??= Promise.all(["over", "stage", "share"].map(style)).then(() => start(page));
  return started;
}

/** @param {import("../later.js").Page} page */
function start(page) {
  const { sitting, room } = page;
  const tiles = /** @type {HTMLElement} */ (sitting.stage.querySelector(".tiles"));
  const view = new View(page, tiles);
  const hiding = watchHiding(sitting);
  watchGlide(tiles);
  watchPages(sitting.stage, tiles);
  watchSwipe(sitting.stage, view);
  watchMenu(view, hiding);
  watchFrozen(sitting);
  if (!canShare()) {
    // It stays and says why when it is used: what vanishes is looked for.
    room.querySelector("[data-ctl=share]")?.setAttribute("aria-disabled", "true");
  }
  sitting.draw();
  return view;
}
