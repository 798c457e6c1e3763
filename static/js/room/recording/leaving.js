/** Who is about to leave while they record is told what becomes of the recording, and goes once it is saved. */

import { element } from "../../lib/draw.js";

const WAY_OUT = /\/(departure|closure)$/;
const WORDS = "You are recording. If you go, the recording ends and is saved first.";

/**
 * For as long as it is recorded.
 *
 * @param {() => Promise<void>} finish
 * @returns {() => void} lets go
 */
export function guardTheWayOut(finish) {
  const gone = new AbortController();
  const { signal } = gone;
  document.addEventListener("submit", (event) => void hold(event, finish), { capture: true, signal });
  const dialogs = /** @type {HTMLElement} */ (document.getElementById("dialogs"));
  const watch = new MutationObserver(() => tell(dialogs));
  watch.observe(dialogs, { childList: true });
  signal.addEventListener("abort", () => watch.disconnect());
  return () => gone.abort();
}

/** @param {HTMLElement} dialogs where the question stands whether one means it */
function tell(dialogs) {
  const form = [...dialogs.querySelectorAll("form")].find((each) => WAY_OUT.test(each.getAttribute("action") ?? ""));
  if (form && !form.querySelector("[data-records]")) {
    form.querySelector(".dialog__body")?.append(element("p", { "data-records": "" }, WORDS));
  }
}

/**
 * Before anything of the page hears of it: the call is left only when there is nothing more to be kept.
 *
 * @param {SubmitEvent} event
 * @param {() => Promise<void>} finish after which nobody holds it any more
 */
async function hold(event, finish) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { submitter } = event;
  if (WAY_OUT.test(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "")) {
    event.preventDefault();
    event.stopPropagation();
    submitter?.setAttribute("aria-busy", "true");
    await finish();
    form.requestSubmit(submitter);
  }
}
