/** hx-confirm asks in a dialog of ours: "Question? More words." and the button's own words for yes. */

export function watchQuestions() {
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = /** @type {CustomEvent} */ (event).detail;
    if (!ctx.confirm) {
      return;
    }
    event.preventDefault();
    const source = /** @type {HTMLElement} */ (ctx.sourceElement);
    void answer(ctx.confirm, source).then((isYes) => (isYes ? issueRequest() : dropRequest()));
  });
}

/** @param {string} question @param {HTMLElement} source */
async function answer(question, source) {
  const { ask } = await import("../elements/modal-dialog.js");
  return ask(question, yes(source), "confirmPlain" in source.dataset);
}

/** @param {HTMLElement} source */
function yes(source) {
  const button = source.matches("form") ? source.querySelector("[type=submit], button:not([type])") : source;
  return source.dataset.confirm ?? button?.textContent?.trim() ?? "Yes";
}
