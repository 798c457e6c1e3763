/** <password-toggle> around an input and a button: shows what is typed, or hides it. */

export class PasswordToggle extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", this);
    }
  }

  handleEvent() {
    const input = /** @type {HTMLInputElement} */ (this.querySelector("input"));
    const isShown = input.type === "password";
    input.type = isShown ? "text" : "password";
    this.querySelector("button")?.setAttribute("aria-pressed", String(isShown));
  }
}

customElements.define("password-toggle", PasswordToggle);
