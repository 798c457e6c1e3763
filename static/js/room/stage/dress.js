/** What a tile wears once there is more than a grid: pinned or not, sharing or not, and the own one's actions. */

import { openSheet } from "../../elements/tile-actions.js";
import { button, element, icon } from "../../lib/draw.js";

/**
 * @param {HTMLElement | undefined} tile
 * @param {import("../../call/mesh.js").Face} face
 * @param {boolean} isPinned
 */
export function dress(tile, { person }, isPinned) {
  if (tile) {
    mark(tile, "pinned", "pin", "Pinned", isPinned);
    mark(tile, "screen", "screen", "Sharing", person.screen);
    const isOwn = tile.classList.contains("tile--mirror");
    if (isOwn && !tile.querySelector(".tile__over")) {
      tile.append(ownActions());
    }
    lead(tile, isOwn ? "Actions for yourself" : `Actions for ${person.name}`);
    const pin = tile.querySelector("[data-act=pin]");
    pin?.setAttribute("aria-pressed", String(isPinned));
    pin?.lastElementChild?.replaceChildren(isPinned ? "Unpin" : "Pin");
  }
}

/** @param {HTMLElement} tile @param {string} name @param {string} symbol @param {string} words @param {boolean} isOn */
function mark(tile, name, symbol, words, isOn) {
  const there = tile.querySelector(`[data-badge=${name}]`);
  if (there) {
    there.toggleAttribute("hidden", !isOn);
  } else if (isOn) {
    const badge = element("span", { class: "badge", "data-badge": name }, icon(symbol), element("span", { class: "badge-word" }, words));
    tile.querySelector(".tile__top")?.append(badge);
  }
}

/**
 * Where a tile is too small for all of its actions, or nothing hovers, this opens them: also for keys and for whoever
 * hears the page.
 * @param {HTMLElement} tile @param {string} words
 */
function lead(tile, words) {
  if (!tile.querySelector(".tile__more")) {
    const more = button({ class: "btn btn--icon tile__more", "data-act": "actions" }, "more", "");
    more.addEventListener("click", () => openSheet(tile));
    tile.querySelector(".tile__over")?.before(more);
  }
  const label = tile.querySelector(".tile__more > span");
  label?.classList.add("sr");
  if (label && label.textContent !== words) {
    label.textContent = words;
  }
}

function ownActions() {
  return element("div", { class: "tile__over" },
    element("h2", {}, "You"),
    element("div", { class: "row" },
      button({ class: "btn btn--s", "data-act": "pin" }, "pin", "Pin"),
      button({ class: "btn btn--s", "data-act": "hide-self" }, "eye-off", "Hide self view")));
}
