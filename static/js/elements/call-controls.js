/** <call-controls>: microphone, camera and the doors to everything else, by button and by key. */

import { kept } from "../lib/kept.js";

const KEYS = /** @type {Record<string, string>} */ ({ m: "mic", v: "camera", c: "chat", s: "share", h: "hand", "?": "keys" });

/**
 * Emits `switch` (detail: {kind, on}) when the person turns something on or off; what is fetched only when it is
 * wanted is asked for by `call:act` (detail: {act}) on the document.
 */
class CallControls extends HTMLElement {
  #gone = new AbortController();

  connectedCallback() {
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    this.addEventListener("click", (event) => this.#act(buttonOf(event)), { signal });
    // From here on no press is lost.
    this.removeAttribute("aria-disabled");
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    document.addEventListener("panel:shown", (event) => this.#mark(/** @type {CustomEvent} */ (event)), { signal });
  }

  disconnectedCallback() {
    this.#gone.abort();
  }

  /** @param {import("../call/signals.js").Switches} switches */
  show({ mic, camera, screen = false }) {
    this.press("mic", mic);
    this.press("camera", camera);
    this.press("share", screen);
  }

  /** @param {string} kind @param {boolean} isOn */
  press(kind, isOn) {
    this.#button(kind)?.setAttribute("aria-pressed", String(isOn));
  }

  /** @param {"mic" | "camera"} kind whether the room allows it */
  has(kind) {
    return this.#button(kind)?.hidden === false;
  }

  /** @param {"mic" | "camera" | "share" | "chat"} kind @param {boolean} isAllowed */
  allow(kind, isAllowed) {
    this.#button(kind)?.toggleAttribute("hidden", !isAllowed);
  }

  /** @param {HTMLElement | null} button */
  #act(button) {
    const kind = button?.dataset.ctl;
    if (kind === "mic" || kind === "camera") {
      const on = button?.getAttribute("aria-pressed") !== "true";
      this.dispatchEvent(new CustomEvent("switch", { detail: { kind, on } }));
    } else if (kind === "chat" || kind === "people") {
      void customElements.whenDefined("side-panel").then(() => {
        document.dispatchEvent(new CustomEvent("panel:toggle", { detail: { panel: kind } }));
      });
    } else if (kind) {
      later(kind);
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const kind = KEYS[event.key.toLowerCase()];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (!kind || !isPlain || isElsewhere(event.target) || !kept("shortcuts", true)) {
      return;
    } else if (kind === "keys") {
      later(kind);
    } else if (!this.#button(kind)?.hidden) {
      this.#act(this.#button(kind));
    }
  }

  /** @param {CustomEvent<{panel: string | null}>} shown */
  #mark({ detail }) {
    for (const kind of ["chat", "people"]) {
      this.#button(kind)?.setAttribute("aria-expanded", String(detail.panel === kind));
    }
  }

  /** @param {string} kind @returns {HTMLElement | null} */
  #button(kind) {
    return this.querySelector(`[data-ctl=${kind}]`);
  }
}

/** @param {string} act */
function later(act) {
  document.dispatchEvent(new CustomEvent("call:act", { detail: { act } }));
}

/** @param {Event} event @returns {HTMLElement | null} */
function buttonOf(event) {
  return /** @type {Element} */ (event.target).closest("[data-ctl]");
}

/** @param {EventTarget | null} target whether a key is meant for a field, or for a dialog */
export function isElsewhere(target) {
  const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
  return isTyping || document.querySelector("dialog:modal") !== null;
}

customElements.define("call-controls", CallControls);
export { CallControls };
