/** What is wanted as soon as somebody touches the page, by mouse or by finger. */

import { watchAway } from "./panel-away.js";
import { watchTips } from "./tips.js";

export function watchTouched() {
  watchTips();
  const panel = /** @type {import("../elements/side-panel.js").SidePanel | null} */ (document.querySelector("side-panel"));
  if (panel) {
    watchAway(panel);
  }
}
