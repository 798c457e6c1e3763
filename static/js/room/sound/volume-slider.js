/** The control of how loud one person is: a slider, and a button for silence that remembers what was before. */

import { element, icon } from "../../lib/draw.js";

const USUAL = 100;

/**
 * @param {number} now per cent
 * @param {(chosen: number) => void} set
 */
export function slider(now, set) {
  const range = element("input", { class: "range", type: "range", min: "0", max: "200", step: "5", "aria-label": "Volume for you" });
  const shown = element("output", { class: "num", "aria-hidden": "true" });
  const mute = element("button", { class: "btn btn--s btn--icon", type: "button" });
  const draw = (/** @type {number} */ chosen) => {
    range.value = String(chosen);
    range.setAttribute("aria-valuetext", chosen ? `${chosen} per cent` : "Muted for you");
    shown.textContent = `${chosen} %`;
    mute.replaceChildren(icon(chosen ? "volume" : "volume-off"), element("span", { class: "sr" }, chosen ? "Mute for me" : "Unmute for me"));
  };
  const choose = (/** @type {number} */ chosen) => (set(chosen), draw(chosen));
  let loud = now || USUAL;
  range.addEventListener("input", () => choose(Number(range.value)));
  range.addEventListener("change", () => (loud = Number(range.value) || loud));
  mute.addEventListener("click", () => choose(Number(range.value) ? 0 : loud));
  draw(now);
  const row = element("div", { class: "range-row volume" }, mute, range, shown);
  // To the stage a click on a tile is a wish to see its actions, and these are open.
  row.addEventListener("click", (event) => event.stopPropagation());
  return row;
}
