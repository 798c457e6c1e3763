/**
 * <side-panel>: one panel, several tabs. Hears "panel:toggle" {panel} on document; tells "panel:shown" {panel | null}.
 * Remembers for this tab of the browser what was open; starts closed on a phone.
 */

const KEY = "panel";

export class SidePanel extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    document.addEventListener("panel:toggle", this);
    const isPhone = matchMedia("(max-width: 48rem), (max-height: 30rem)").matches;
    this.show(sessionStorage.getItem(KEY) ?? (isPhone ? "" : "chat"));
    // Elements that arrive with a later script have not heard it yet.
    document.addEventListener("DOMContentLoaded", () => this.#tell(), { once: true });
  }

  disconnectedCallback() {
    document.removeEventListener("panel:toggle", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "panel:toggle") {
      const { panel } = /** @type {CustomEvent<{ panel: string }>} */ (event).detail;
      this.show(panel === this.shown ? "" : panel, true);
    } else if (event.type === "keydown") {
      this.#pressed(/** @type {KeyboardEvent} */ (event));
    } else {
      this.#clicked(/** @type {Element} */ (event.target));
    }
  }

  /** What is open: "chat", "people", "activity", or "" when the panel is closed. */
  get shown() {
    return this.hidden ? "" : (this.#tabs.find((tab) => tab.ariaSelected === "true")?.id.slice(4) ?? "");
  }

  /**
   * @param {string} panel
   * @param {boolean} [isAsked] by the person in front of the page, so that the focus may move
   */
  show(panel, isAsked = false) {
    const tab = this.#tabs.find(({ id }) => id === `tab-${panel}`);
    const hadFocus = this.contains(document.activeElement);
    this.hidden = !tab;
    this.#tabs.forEach((each) => this.#mark(each, tab ? each === tab : each.ariaSelected === "true"));
    sessionStorage.setItem(KEY, tab ? panel : "");
    this.#tell();
    if (isAsked && tab) {
      this.#landing(panel)?.focus();
    } else if (!tab && hadFocus) {
      /** @type {HTMLElement | null} */ (document.querySelector("[data-ctl=chat]"))?.focus();
    }
  }

  #tell() {
    document.dispatchEvent(new CustomEvent("panel:shown", { detail: { panel: this.shown || null } }));
  }

  /** @param {HTMLElement} tab @param {boolean} isSelected */
  #mark(tab, isSelected) {
    tab.ariaSelected = String(isSelected);
    tab.tabIndex = isSelected ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls") ?? "")?.toggleAttribute("hidden", !isSelected);
  }

  /** @param {Element} target */
  #clicked(target) {
    const tab = target.closest("[role=tab]");
    if (tab) {
      this.show(tab.id.slice(4));
    } else if (target.closest(".panel__head [data-close]")) {
      this.show("");
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const at = this.#tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at >= 0 && step) {
      const next = this.#tabs.at((at + step) % this.#tabs.length);
      next?.click();
      next?.focus();
    } else if (event.key === "Escape" && !event.isComposing) {
      this.show("");
    }
  }

  /** Where writing or reading starts in a panel. @param {string} panel @returns {HTMLElement | null | undefined} */
  #landing(panel) {
    const field = /** @type {HTMLElement | null} */ (document.querySelector(`#panel-${panel} textarea`));
    // Under a thumb the focus would raise the keyboard over what is to be read.
    return (matchMedia("(pointer: coarse)").matches ? null : field) ?? this.#tabs.find(({ id }) => id === `tab-${panel}`);
  }

  get #tabs() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[role=tab]")]);
  }
}

customElements.define("side-panel", SidePanel);
