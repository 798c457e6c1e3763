/** What may be done on the stage: pin somebody, show another screen, fill the whole display. */

import { SELF } from "../../elements/call-stage.js";
import { tellOpen } from "../../elements/tile-actions.js";
import { toast } from "../../shell/toast.js";

/** @param {import("./view.js").View} view */
export function watchTouches(view) {
  const { stage, tiles } = view;
  // The sheet with a tile's actions on a phone stands outside of the stage.
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-act]");
    const act = button?.getAttribute("data-act");
    const tile = button && tileOf(button);
    if (tile && act === "pin") {
      toggle(view, tile);
    } else if (tile && act === "show-share") {
      view.choose(tile.dataset.share ?? SELF);
    } else if (tile && act === "full") {
      void fill(tile, view.room);
    }
  });
  stage.addEventListener("dblclick", ({ target }) => {
    const tile = /** @type {Element} */ (target).closest(".tile");
    if (tile instanceof HTMLElement && !(/** @type {Element} */ (target).closest("button, input, canvas, .share-card"))) {
      if (tile.dataset.share === undefined) {
        toggle(view, tile);
      } else {
        void fill(tile, view.room);
      }
    }
  });
  for (const type of ["pointerover", "focusin"]) {
    tiles.addEventListener(type, ({ target }) => greet(/** @type {Element} */ (target)));
  }
  document.addEventListener("fullscreenchange", () => {
    tiles.querySelectorAll("[data-act=full]").forEach((button) => {
      const isFull = document.fullscreenElement === button.closest(".tile");
      button.setAttribute("aria-pressed", String(isFull));
    });
  });
}

/** @param {import("./view.js").View} view @param {HTMLElement} tile */
function toggle(view, tile) {
  const key = tile.classList.contains("tile--mirror") ? SELF : tile.id.replace("participant-", "");
  if (view.faces.has(key)) {
    tile.classList.remove("is-open");
    view.pin(view.focus.pinned === key ? null : key);
  }
}

/** @param {Element} button @returns {HTMLElement | null} */
function tileOf(button) {
  const sheet = /** @type {HTMLElement | null} */ (button.closest("#dialog-tile"));
  return sheet ? document.getElementById(sheet.dataset.tile ?? "") : button.closest(".tile");
}

/** @type {WeakSet<Element>} tiles whose actions lie open, as was told */
const open = new WeakSet();

/** A pointer or the focus opens what lies over a tile. @param {Element} target */
function greet(target) {
  const tile = /** @type {HTMLElement | null} */ (target.closest(".tile"));
  const over = tile?.querySelector(".tile__over");
  if (tile && over && !open.has(tile)) {
    open.add(tile);
    tile.addEventListener("pointerleave", () => open.delete(tile), { once: true });
    tellOpen(tile, over);
  }
}

/** @param {HTMLElement} tile @param {HTMLElement} room */
async function fill(tile, room) {
  const video = /** @type {any} */ (tile.querySelector("video"));
  try {
    if (document.fullscreenElement === tile) {
      await document.exitFullscreen();
    } else if (tile.requestFullscreen) {
      await tile.requestFullscreen();
    } else if (room.dataset.recording) {
      toast("The call is recorded: it stays in the page, where everybody sees that");
    } else {
      // The telephone that has full screen for videos alone.
      video.webkitEnterFullscreen();
    }
  } catch {
    toast("Your browser did not allow full screen");
  }
}
