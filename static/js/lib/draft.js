/** A text field that keeps what is half written, grows with it, and knows which Enter means "send". */

export class Draft {
  #field;
  #key;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {string} room
   */
  constructor(field, room) {
    this.#field = field;
    this.#key = `draft:${room}`;
    try {
      field.value ||= sessionStorage.getItem(this.#key) ?? "";
    } catch {
      // Where the browser keeps nothing, the field itself does until the page is left.
    }
  }

  get isBlank() {
    return !this.#field.value.trim();
  }

  /** @returns {string} what was written; the field is empty afterwards */
  take() {
    const body = this.#field.value;
    this.#field.value = "";
    this.keep();
    return body;
  }

  /** After every change of the field. */
  keep() {
    try {
      if (this.#field.value) sessionStorage.setItem(this.#key, this.#field.value);
      else sessionStorage.removeItem(this.#key);
    } catch {
      // As above.
    }
    if (CSS.supports("field-sizing", "content")) return;
    this.#field.style.blockSize = "auto";
    this.#field.style.blockSize = `${this.#field.scrollHeight}px`;
  }
}

/**
 * Enter alone; not with Shift, and not the one that ends the composing of a character (229 in Safari).
 * @param {KeyboardEvent} event
 */
export function isSending(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}
