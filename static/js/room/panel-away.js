/** A finger puts the panel away: to its own side where it lies over the stage, down where it stands below it. */

const FAR = 64;

/** @typedef {import("../elements/side-panel.js").SidePanel} SidePanel */

/** @param {SidePanel} panel */
export function watchAway(panel) {
  /** @type {PointerEvent | null} */
  let start = null;
  const begin = (/** @type {PointerEvent} */ event) => {
    const isField = /** @type {Element} */ (event.target).closest("input, select, textarea");
    const isHeld = isBeside(panel) ? !isField : isBelow(panel) && isInHead(event);
    start = event.pointerType === "touch" && event.isPrimary && isHeld ? event : null;
  };
  const end = () => {
    start = null;
    panel.style.translate = "";
  };
  panel.addEventListener("pointerdown", begin);
  panel.addEventListener("pointermove", (event) => {
    if (start?.pointerId === event.pointerId) {
      const { away } = way(panel, start, event);
      panel.style.translate = isBeside(panel) ? `${side(panel) * away}px` : `0 ${away}px`;
    }
  });
  panel.addEventListener("pointerup", (event) => {
    const { away, across } = start?.pointerId === event.pointerId ? way(panel, start, event) : { away: 0, across: 0 };
    end();
    if (away > FAR && away > 2 * across) {
      panel.show("");
    }
  });
  panel.addEventListener("pointercancel", end);
  // What lies over everything is closed from everywhere; within it the panel hears the key by itself.
  document.addEventListener("keydown", ({ key, target, defaultPrevented }) => {
    const isFree = !defaultPrevented && !document.querySelector("dialog[open], :popover-open:not(toast-list)");
    if (key === "Escape" && isFree && isBeside(panel) && !panel.contains(/** @type {Node} */ (target))) {
      panel.show("");
    }
  });
}

/** How far it was pushed to where it goes, and how far beside that. @param {SidePanel} panel @param {PointerEvent} from @param {PointerEvent} to */
function way(panel, from, to) {
  const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
  const [away, across] = isBeside(panel) ? [x * side(panel), y] : [y, x];
  return { away: Math.max(0, away), across: Math.abs(across) };
}

/** The end of a line is on the right, or on the left. @param {SidePanel} panel */
function side(panel) {
  return getComputedStyle(panel).direction === "rtl" ? -1 : 1;
}

/** @param {SidePanel} panel */
function isBeside(panel) {
  return getComputedStyle(panel).position === "absolute";
}

/** @param {SidePanel} panel */
function isBelow(panel) {
  return panel.offsetWidth >= innerWidth - 1;
}

/** What scrolls under a finger is left to scroll. @param {PointerEvent} event */
function isInHead({ target }) {
  return /** @type {Element} */ (target).closest(".panel__head") !== null;
}
