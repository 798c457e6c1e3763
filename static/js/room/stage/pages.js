/** Where the tiles take several pages, dots say which one is seen and lead to the others. */

import { element } from "../../lib/draw.js";

/** As static/css/later/stage.css lays them. */
const ON_A_PAGE = 6;

/**
 * @param {HTMLElement} stage
 * @param {HTMLElement} tiles
 */
export function watchPages(stage, tiles) {
  const dots = element("div", { class: "dots", role: "group", "aria-label": "Pages of people" });
  stage.append(dots);
  const mark = () => {
    const at = Math.round(Math.abs(tiles.scrollLeft) / Math.max(1, tiles.clientWidth));
    [...dots.children].forEach((dot, index) => dot.setAttribute("aria-current", String(index === at)));
  };
  const draw = () => {
    // Its width says nothing: tiles that glide reach out of it for a moment.
    const isPaged = !tiles.classList.contains("strip") && getComputedStyle(tiles).overflowX === "auto";
    const count = isPaged ? Math.ceil(Number(tiles.dataset.count) / ON_A_PAGE) : 0;
    stage.classList.toggle("has-pages", isPaged);
    dots.hidden = !isPaged;
    if (dots.childElementCount !== count) {
      dots.replaceChildren(...Array.from({ length: count }, (_, index) => dot(tiles, index, count)));
    }
    mark();
  };
  tiles.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(draw).observe(tiles);
  const watched = { childList: true, attributes: true, attributeFilter: ["data-count", "class"] };
  new MutationObserver(draw).observe(tiles, watched);
  draw();
}

/** @param {HTMLElement} tiles @param {number} index @param {number} count */
function dot(tiles, index, count) {
  const button = element("button", { class: "dot", type: "button", "aria-label": `Page ${index + 1} of ${count}` });
  button.addEventListener("click", () => {
    const isForward = getComputedStyle(tiles).direction === "ltr";
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    tiles.scrollTo({ left: (isForward ? 1 : -1) * index * tiles.clientWidth, behavior });
  });
  return button;
}
