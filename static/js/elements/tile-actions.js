/** A tile's actions on a screen without a pointer. */

/**
 * A tap opens a tile's actions: over the tile, or where it is too small for that, in a sheet.
 * @param {HTMLElement} tile
 */
export function openActions(tile) {
  const over = tile.querySelector(".tile__over");
  const sheet = document.getElementById("dialog-tile");
  if (!over) {
    return;
  } else if (getComputedStyle(over).display !== "none") {
    tile.parentElement?.querySelectorAll(".is-open").forEach((other) => other !== tile && other.classList.remove("is-open"));
    tile.classList.toggle("is-open");
  } else if (sheet instanceof HTMLDialogElement) {
    fill(sheet, over);
    sheet.showModal();
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
  /** @type {any} */ (globalThis).htmx?.process(body);
  for (const button of body?.querySelectorAll("button") ?? []) {
    button.addEventListener("click", () => sheet.close());
  }
}
