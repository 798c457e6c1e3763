/** <modal-dialog> around a <dialog>: opens when it arrives, closes on Escape, × and [data-close]; gives the focus back, and goes. */

/** Where the focus was before the first of several dialogs that replace each other. @type {HTMLElement | null} */
let opener = null;

export class ModalDialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.#dialog.addEventListener("close", this);
    if (!this.#stays) {
      this.#dialog.classList.toggle("is-again", Boolean(document.querySelector("dialog:modal")) || lastOneJustLeft());
      this.open();
    }
  }

  open() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    if (focused && focused !== document.body && !focused.closest("modal-dialog")) {
      opener = focused;
    }
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "close") {
      this.#closed();
    } else if (event.target instanceof Element && event.target.closest("[data-close]")) {
      event.preventDefault();
      this.#dialog.close();
    }
  }

  #closed() {
    if (!this.#stays) {
      this.remove();
    }
    if (opener?.isConnected) {
      opener.focus();
    }
    this.dispatchEvent(new CustomEvent("dialog:closed", { bubbles: true }));
  }

  disconnectedCallback() {
    leftAt = performance.now();
  }

  get #stays() {
    return this.hasAttribute("data-stays");
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }
}

let leftAt = -Infinity;

/** A dialog that takes another's place does not rise again. */
function lastOneJustLeft() {
  return performance.now() - leftAt < 100;
}

/**
 * Ask, and wait for the answer.
 * @param {string} question its first sentence is the title
 * @param {string} yes the words on the button
 * @param {boolean} [isHarmless]
 * @returns {Promise<boolean>}
 */
export function ask(question, yes, isHarmless = false) {
  const [, title, text] = /** @type {RegExpExecArray} */ (/^(.*?[?.!]|.*)(?:\s+(.*))?$/s.exec(question));
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("question-template"));
  const host = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (host.querySelector(`[data-part=${name}]`));
  part("title").textContent = title;
  part("text").textContent = text ?? "";
  part("text").hidden = !text;
  part("yes").textContent = yes;
  part("yes").classList.add(isHarmless ? "btn--primary" : "btn--leave");
  return new Promise((resolve) => {
    part("yes").addEventListener("click", () => resolve(true));
    host.addEventListener("dialog:closed", () => resolve(false));
    document.body.append(host);
  });
}

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-opens]") : null;
  const dialog = button && document.getElementById(/** @type {HTMLElement} */ (button).dataset.opens ?? "");
  const host = dialog?.closest("modal-dialog");
  if (host instanceof ModalDialog) {
    host.open();
  }
});

customElements.define("modal-dialog", ModalDialog);
