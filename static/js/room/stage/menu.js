/** The stage's entries in the More dialog: speaker or grid, the own picture, a window of its own. */

import { button, element } from "../../lib/draw.js";
import { closeDialog } from "../dialogs.js";

/**
 * @param {import("./view.js").View} view
 * @param {import("./hiding.js").Hiding} hiding
 */
export function watchMenu(view, hiding) {
  const speaker = button({}, "user", "");
  const self = button({ "data-act": "hide-self" }, "eye-off", "");
  const pip = button({}, "pip", "");
  const row = element("div", { class: "row", role: "group", "aria-label": "View", "data-more": "stage" }, speaker, self);
  const fresh = () => {
    words(speaker, view.focus.followsSpeaker ? "Grid view" : "Speaker view");
    words(self, hiding.isHidden ? "Show self view" : "Hide self view");
  };
  speaker.addEventListener("click", () => view.follow(!view.focus.followsSpeaker));
  row.addEventListener("click", () => closeDialog("dialog-devices"));
  const place = () => {
    document.querySelector("#dialog-devices [data-more=view]")?.append(row);
    fresh();
  };
  document.addEventListener("more:open", place);
  void import("./pip.js").then(({ Outside }) => {
    const outside = new Outside(view);
    if (outside.isPossible) {
      outside.addEventListener("change", () => words(pip, outside.isOpen ? "Back into the page" : "Picture-in-picture"));
      outside.dispatchEvent(new Event("change"));
      pip.addEventListener("click", () => void outside.toggle());
      row.append(pip);
    }
  });
  // The dialog may lie open by now.
  place();
}

/** @param {HTMLElement} button @param {string} text */
function words(button, text) {
  button.lastElementChild?.replaceChildren(text);
}
