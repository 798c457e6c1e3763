/** <copy-button data-copy="…" data-said="Code copied"> around a button copies; <share-button data-url="…" data-title="…"> shares, or copies. */

import { toast } from "../shell/toast.js";

const SHOWN = 2000;

export class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent() {
    void this.act();
  }

  act() {
    return this.copy(this.dataset.copy ?? "");
  }

  /** @param {string} text */
  async copy(text) {
    if (await toClipboard(text)) {
      this.#nod();
      toast(this.dataset.said ?? "Copied");
    } else {
      toast(`The browser does not let us copy. Here it is: ${text}`);
    }
  }

  /** The button itself says it too: in a dialog, that is what a screen reader hears. */
  #nod() {
    const words = this.querySelector("[data-words]");
    if (words && !this.hasAttribute("data-done")) {
      const before = words.textContent;
      words.textContent = "Copied";
      this.setAttribute("data-done", "");
      setTimeout(() => {
        words.textContent = before;
        this.removeAttribute("data-done");
      }, SHOWN);
    }
  }
}

export class ShareButton extends CopyButton {
  async act() {
    const { path = location.pathname, title = document.title } = this.dataset;
    const url = this.dataset.url ?? new URL(path, location.href).href;
    if (!navigator.share) {
      return this.copy(url);
    }
    try {
      await navigator.share({ url, title });
    } catch (reason) {
      if (!(reason instanceof DOMException && reason.name === "AbortError")) {
        await this.copy(url);
      }
    }
  }
}

/** @param {string} text */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

/**
 * Pages without https have no clipboard of their own.
 * @param {string} text
 */
function copyOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr";
  (document.querySelector("dialog:modal") ?? document.body).append(field);
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  before?.focus();
  return isDone;
}

customElements.define("copy-button", CopyButton);
customElements.define("share-button", ShareButton);
