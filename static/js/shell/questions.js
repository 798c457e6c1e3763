/** hx-confirm asks in a dialog of ours: "Question? More words." and the button's own words for yes. */

import { ask } from "../elements/modal-dialog.js";

export function watchQuestions() {
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = /** @type {CustomEvent} */ (event).detail;
    if (!ctx.confirm) {
      return;
    }
    event.preventDefault();
    const source = /** @type {HTMLElement} */ (ctx.sourceElement);
    void ask(ctx.confirm, yes(source), "confirmPlain" in source.dataset).then((isYes) => {
      if (isYes) {
        issueRequest();
      } else {
        dropRequest();
      }
    });
  });
}

/** @param {HTMLElement} source */
function yes(source) {
  const button = source.matches("form") ? source.querySelector("[type=submit], button:not([type])") : source;
  return source.dataset.confirm ?? button?.textContent?.trim() ?? "Yes";
}
