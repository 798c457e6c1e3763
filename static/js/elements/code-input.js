/** <code-input data-length="8">: takes a code as it comes, spaced, in any case or within a link; opens the button when it is whole. */

import { readCode } from "../lib/code.js";

export class CodeInput extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this);
    this.#button?.toggleAttribute("disabled", !this.isWhole);
  }

  disconnectedCallback() {
    this.removeEventListener("input", this);
  }

  handleEvent() {
    const input = this.#input;
    const code = readCode(input.value, this.#length);
    if (code !== input.value) {
      const caret = input.selectionStart === input.value.length ? code.length : Math.min(input.selectionStart ?? 0, code.length);
      input.value = code;
      input.setSelectionRange(caret, caret);
    }
    input.removeAttribute("aria-invalid");
    this.#button?.toggleAttribute("disabled", !this.isWhole);
  }

  get isWhole() {
    return readCode(this.#input.value, this.#length).length === this.#length;
  }

  get #length() {
    return Number(this.dataset.length ?? 8);
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  get #button() {
    return this.closest("form")?.querySelector("button[data-needs-code]");
  }
}

customElements.define("code-input", CodeInput);
