/** Reactions: an emoji for everybody to see for a moment. The palette; what they look like is in floating.js. */

import { element } from "../lib/draw.js";
import { style } from "../lib/style.js";
import { toast } from "../shell/toast.js";
import { REACTION, WORDS } from "./floating.js";
import { hear } from "./hear.js";

/** @typedef {import("./later.js").Page} Page */

/** @type {HTMLElement | undefined} */
let palette;

/** @param {Page} page */
export async function openReactions(page) {
  palette ??= make(page);
  const isOpen = palette.matches(":popover-open");
  await style("hands");
  if (isOpen) {
    palette.hidePopover();
  } else {
    stand(palette, page.sitting.controls);
    palette.showPopover();
    /** @type {HTMLElement | null} */ (palette.querySelector("button"))?.focus();
  }
}

/** @param {Page} page */
function make({ sitting, wire, room }) {
  const made = element("div", { class: "palette", popover: "auto", role: "toolbar", "aria-label": "Reactions" });
  for (const [emoji, words] of Object.entries(WORDS)) {
    const button = element("button", { class: "palette__one", type: "button", "aria-label": words, title: words }, emoji);
    button.addEventListener("click", () => wire.send(REACTION, { emoji }, room.dataset.audience));
    made.append(button);
  }
  made.addEventListener("keydown", (event) => move(made, event));
  made.addEventListener("toggle", (event) => {
    const isOpen = /** @type {ToggleEvent} */ (event).newState === "open";
    sitting.controls.querySelector("[data-ctl=react]")?.setAttribute("aria-expanded", String(isOpen));
  });
  hear("error:room", ({ event, message }) => event === REACTION && toast(message));
  room.querySelector("call-controls")?.after(made);
  return made;
}

/** Over the middle of the controls, which is not that of the page. @param {HTMLElement} made @param {Element} controls */
function stand(made, controls) {
  const { left, right } = controls.getBoundingClientRect();
  const sides = [`${left}px`, `${innerWidth - right}px`];
  const [start = "0", end = "0"] = getComputedStyle(controls).direction === "rtl" ? sides.reverse() : sides;
  Object.assign(made.style, { insetInlineStart: start, insetInlineEnd: end });
}

/** @param {HTMLElement} made @param {KeyboardEvent} event */
function move(made, event) {
  const all = [...made.querySelectorAll("button")];
  const forward = getComputedStyle(made).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    const by = event.key === forward ? 1 : -1;
    const now = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    all[(now + by + all.length) % all.length]?.focus();
    event.preventDefault();
  }
}
