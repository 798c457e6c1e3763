/** A finger across the stage goes from one person to the next, and back to everybody. */

const FAR = 48;
const QUICK = 800;

/**
 * @param {HTMLElement} stage
 * @param {import("./view.js").View} view
 */
export function watchSwipe(stage, view) {
  /** @type {PointerEvent | null} */
  let start = null;
  stage.addEventListener("pointerdown", (event) => {
    // Whoever draws on a shared screen, or moves a slider, does not turn pages.
    const isFree = !(/** @type {Element} */ (event.target).closest("canvas, input, button, .share-tools"));
    start = event.pointerType === "touch" && event.isPrimary && isFree ? event : null;
  });
  stage.addEventListener("pointercancel", () => (start = null));
  stage.addEventListener("pointerup", (event) => {
    if (start?.pointerId === event.pointerId) {
      const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
      if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y) && event.timeStamp - start.timeStamp < QUICK) {
        const isForward = x < 0 === (getComputedStyle(stage).direction === "ltr");
        step(view, isForward ? 1 : -1);
      }
      start = null;
    }
  });
}

/**
 * From everybody (or what else is shown unasked) through each of the others.
 * @param {import("./view.js").View} view
 * @param {1 | -1} way
 */
function step(view, way) {
  const { others } = view;
  const { now } = view;
  const at = now?.kind === "person" ? others.indexOf(now.key) : -1;
  const next = at + way;
  if (next < others.length) {
    view.pin(next >= 0 ? others[next] : null);
  }
}
