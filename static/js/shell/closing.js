/** A form[data-closes] in a dialog closes it once the server has done what was asked. */

export function watchDone() {
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-closes]") : null;
    const status = /** @type {CustomEvent} */ (event).detail.ctx?.response?.status ?? 0;
    if (form && status >= 200 && status < 400) {
      form.closest("dialog")?.close();
    }
  });
}
