/** A button that was pressed says at once that something is under way: aria-busy, and the words of its data-busy. */

const WORDS = new WeakMap();

export function watchForms() {
  document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    const isSent = form.method !== "dialog" && (!defaultPrevented || isEnhanced(form));
    if (isSent && submitter instanceof HTMLButtonElement) {
      start(submitter);
    }
  });
  document.addEventListener("htmx:finally:request", ({ target }) => {
    if (target instanceof Element) {
      // A form's button may stand outside of it.
      const within = target instanceof HTMLFormElement ? target.elements : target.querySelectorAll("[aria-busy='true']");
      [target, ...within].forEach(stop);
    }
  });
  // A page that comes back out of the browser's memory is not waiting for anything.
  addEventListener("pageshow", () => document.querySelectorAll("button[aria-busy='true']").forEach(stop));
}

/** @param {HTMLButtonElement} button */
function start(button) {
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) {
    WORDS.set(button, [...button.childNodes]);
    button.replaceChildren(button.dataset.busy);
  }
}

/** @param {Element} element */
function stop(element) {
  if (element instanceof HTMLButtonElement && element.ariaBusy === "true") {
    element.removeAttribute("aria-busy");
    if (WORDS.has(element)) {
      element.replaceChildren(...WORDS.get(element));
      WORDS.delete(element);
    }
  }
}

/** @param {Element} form */
function isEnhanced(form) {
  return ["hx-get", "hx-post", "hx-put", "hx-delete"].some((name) => form.hasAttribute(name));
}
