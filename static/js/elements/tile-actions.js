/** A tile's actions on a screen without a pointer. */

import { element } from "../lib/draw.js";

// What changes about somebody while the sheet lies open.
const FOLLOWED = ["[data-name]", "[data-audio]", "[data-video]", "[data-act=mute]", "[data-act=unmute]"];

/** @type {HTMLDialogElement | undefined} one for all tiles */
let sheet;
/** @type {HTMLElement | undefined} whose actions it shows */
let shown;

/**
 * A tap opens a tile's actions: over the tile, or where it is too small for that, in a sheet.
 * @param {HTMLElement} tile
 */
export function openActions(tile) {
  const over = tile.querySelector(".tile__over");
  if (!over) {
    return;
  } else if (getComputedStyle(over).display !== "none") {
    tile.parentElement?.querySelectorAll(".is-open").forEach((other) => other !== tile && other.classList.remove("is-open"));
    tile.classList.toggle("is-open");
    tellOpen(tile, over);
  } else {
    openSheet(tile);
  }
}

/** All of them, however small the tile is. @param {HTMLElement} tile */
export function openSheet(tile) {
  const over = tile.querySelector(".tile__over");
  if (over) {
    sheet ??= makeSheet();
    fill(sheet, over);
    shown = tile;
    sheet.dataset.tile = tile.id;
    sheet.showModal();
    tellOpen(tile, sheet.querySelector(".dialog__body") ?? sheet);
  }
}

/**
 * Let others add what they know about this person: `tile:open` (detail: {tile, user, participant, body}) on the
 * document, each time that the actions are shown; they fill the slots of the body, e.g. `[data-slot=volume]`.
 * @param {HTMLElement} tile
 * @param {Element} body
 */
export function tellOpen(tile, body) {
  const participant = tile.id.replace("participant-", "");
  const detail = { tile, user: Number(tile.dataset.user), participant, body };
  document.dispatchEvent(new CustomEvent("tile:open", { detail }));
}

function makeSheet() {
  const close = element("form", { method: "dialog" }, element("button", { class: "btn" }, "Close"));
  const made = element("dialog", { class: "dialog dialog--s", id: "dialog-tile", "aria-label": "Actions for this person" },
    element("div", { class: "dialog__body" }), element("footer", { class: "dialog__foot" }, close));
  document.getElementById("main")?.append(made);
  document.querySelector("call-stage")?.addEventListener("drawn", () => made.open && shown && follow(made, shown));
  return made;
}

/**
 * The copies say what the tile says now; who is gone is asked for nothing.
 * @param {HTMLDialogElement} sheet @param {HTMLElement} tile
 */
function follow(sheet, tile) {
  if (!tile.isConnected || tile.classList.contains("is-leaving")) {
    sheet.close();
    return;
  }
  for (const part of FOLLOWED) {
    const now = /** @type {HTMLElement | null} */ (tile.querySelector(`.tile__over ${part}`));
    const copy = /** @type {HTMLElement | null} */ (sheet.querySelector(part));
    if (now && copy) {
      copy.hidden = now.hidden;
    }
    if (now && copy && copy.textContent !== now.textContent) {
      copy.textContent = now.textContent;
    }
  }
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {Element} over
 */
function fill(sheet, over) {
  const copies = [...over.children].map((part) => /** @type {Element} */ (part.cloneNode(true)));
  const body = sheet.querySelector(".dialog__body");
  body?.replaceChildren(...copies);
  // What stands in a slot works where it was put, not as a copy.
  body?.querySelectorAll("[data-slot]").forEach((slot) => slot.replaceChildren());
  /** @type {any} */ (globalThis).htmx?.process(body);
  for (const button of body?.querySelectorAll("button") ?? []) {
    button.addEventListener("click", () => sheet.close());
  }
}
