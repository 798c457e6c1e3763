/** Whoever works with keys goes on where they were when what had the focus vanishes: it never falls to the page. */

// What comes and goes by itself, so that nobody means to stay there.
const PASSING = ".notices, .toasts, .knocks, .recording, .recording-ask, .person__more .menu, dialog, [popover]";

/** What had the focus last. @type {HTMLElement | null} */
let last = null;
let wasInPanel = false;
/** What had it last of all that stays. @type {HTMLElement | null} */
let before = null;

/** From the first key on. */
export function keepFocus() {
  if (document.activeElement instanceof HTMLElement && document.activeElement !== document.body) {
    remember(document.activeElement);
  }
  document.addEventListener("focusin", ({ target }) => remember(/** @type {HTMLElement} */ (target)));
  // A press beside everything is meant to let go.
  document.addEventListener("pointerdown", ({ target }) => {
    if (!(/** @type {Element} */ (target).closest("a, button, input, label, select, summary, textarea, [tabindex]"))) {
      last = null;
    }
  });
  const seen = new MutationObserver(() => last && isGone(last) && requestAnimationFrame(goOn));
  seen.observe(document.body, { subtree: true, childList: true, attributeFilter: ["hidden", "open"] });
}

/** @param {HTMLElement} target */
function remember(target) {
  last = target;
  // A dialog leads back to where it was asked for.
  wasInPanel = target.closest("side-panel") !== null || (wasInPanel && target.closest("dialog") !== null);
  if (!target.closest(PASSING)) {
    before = target;
  }
}

function goOn() {
  const focused = document.activeElement;
  if (last && isGone(last) && (focused === document.body || focused === last)) {
    last = null;
    places().find((place) => place !== null && !isGone(place) && !raisesKeyboard(place))?.focus();
  }
}

/** @returns {(HTMLElement | null)[]} the first that is there will do */
function places() {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  const tab = wasInPanel ? document.querySelector("side-panel [role=tab][aria-selected=true]") : null;
  const more = document.querySelector("[data-ctl=more]");
  return (dialog ? [dialog.querySelector("button")] : [before, tab, more]).map((each) => /** @type {HTMLElement | null} */ (each));
}

/** @param {HTMLElement} element */
function isGone(element) {
  return !element.isConnected || !element.checkVisibility({ visibilityProperty: true });
}

/** Under a thumb that would cover what is looked at. @param {HTMLElement} element */
function raisesKeyboard(element) {
  return element.matches("input, textarea") && matchMedia("(pointer: coarse)").matches;
}
