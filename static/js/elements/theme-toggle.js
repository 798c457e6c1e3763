/** <theme-toggle hidden> around three radios (system, light, dark): kept on this device, heeded by theme.js on the next page. */

export class ThemeToggle extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("change", this);
    const radio = this.querySelector(`input[value="${localStorage.getItem("theme") ?? "system"}"]`);
    if (radio instanceof HTMLInputElement) {
      radio.checked = true;
    }
  }

  /** @param {Event} event */
  handleEvent({ target }) {
    const { value } = /** @type {HTMLInputElement} */ (target);
    if (value === "system") {
      localStorage.removeItem("theme");
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem("theme", value);
      document.documentElement.dataset.theme = value;
    }
  }
}

customElements.define("theme-toggle", ThemeToggle);
