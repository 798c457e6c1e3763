/** <account-menu> around <details>: closes on Escape, outside clicks and choices; tells inner <details> when to fetch ("menu:opened"). */

export class AccountMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("toggle", this, { capture: true });
    this.addEventListener("keydown", this);
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.type === "toggle") {
      this.#toggled(/** @type {HTMLDetailsElement} */ (target));
    } else if (event.type === "click") {
      this.#clicked(target);
    } else if (/** @type {KeyboardEvent} */ (event).key === "Escape" && this.#details.open) {
      this.close();
      this.querySelector("summary")?.focus();
    }
  }

  close() {
    this.#details.open = false;
  }

  /** @param {HTMLDetailsElement} details */
  #toggled(details) {
    if (details !== this.#details && details.open) {
      details.dispatchEvent(new CustomEvent("menu:opened"));
    }
  }

  /** @param {Element} target */
  #clicked(target) {
    const isOutside = target.isConnected && !this.contains(target);
    const isOnScrim = target === this.#details.firstElementChild && !this.#details.open;
    if (isOutside || isOnScrim || target.closest("account-menu a")) {
      this.close();
    }
  }

  get #details() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector("details"));
  }
}

customElements.define("account-menu", AccountMenu);
