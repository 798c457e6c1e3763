/** The buttons that lie over a shared screen: pen, pointer, and the frame for the chat. */

import { isElsewhere } from "../../elements/call-controls.js";
import { element, icon } from "../../lib/draw.js";
import { kept } from "../../lib/kept.js";

/** @typedef {import("./hand.js").Tool} Tool */

/**
 * @typedef {object} Wishes
 * @property {(tool: Tool | null) => void} take
 * @property {(across: number, down: number) => void} nudge by parts of the picture's width and height
 * @property {() => Promise<void>} send
 */

const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});
const STRIDE = 0.01;
const LONG_STRIDE = 0.05;

export class Tools {
  /** @type {Tool | null} */
  #held = null;
  #pen = button("edit", "Draw");
  #laser = button("pointer", "Pointer");
  #send = button("image", "Send to chat (P)");
  #gone = new AbortController();

  /**
   * @param {Element} place
   * @param {Wishes} wishes
   */
  constructor(place, wishes) {
    this.wishes = wishes;
    this.#pen.addEventListener("click", () => this.hold(this.#held === "pen" ? null : "pen"));
    this.#laser.addEventListener("click", () => this.hold(this.#held === "laser" ? null : "laser"));
    this.#send.addEventListener("click", () => void this.send());
    this.#send.setAttribute("aria-keyshortcuts", "p");
    this.#laser.setAttribute("aria-description", "The arrow keys move it, with Shift in longer strides");
    this.#laser.addEventListener("keydown", (event) => this.#steer(event));
    document.addEventListener("keydown", (event) => this.#press(event), { signal: this.#gone.signal });
    place.prepend(this.#pen, this.#laser, this.#send);
    this.#show();
  }

  /** @param {Tool | null} tool */
  hold(tool) {
    this.#held = tool;
    this.#show();
    this.wishes.take(tool);
  }

  async send() {
    if (this.#send.getAttribute("aria-busy") !== "true") {
      this.#send.setAttribute("aria-busy", "true");
      await this.wishes.send();
      this.#send.removeAttribute("aria-busy");
    }
  }

  remove() {
    this.#gone.abort();
    [this.#pen, this.#laser, this.#send].forEach((each) => each.remove());
  }

  #show() {
    this.#pen.setAttribute("aria-pressed", String(this.#held === "pen"));
    this.#laser.setAttribute("aria-pressed", String(this.#held === "laser"));
  }

  /** @param {KeyboardEvent} event */
  #steer(event) {
    const way = ARROWS[event.key];
    if (way && this.#held === "laser") {
      event.preventDefault();
      const [across, down] = way.map((each) => each * (event.shiftKey ? LONG_STRIDE : STRIDE));
      this.wishes.nudge(across, down);
    }
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !event.defaultPrevented;
    if (!isPlain || isElsewhere(event.target)) {
      return;
    } else if (event.key === "Escape" && this.#held) {
      event.preventDefault();
      this.hold(null);
    } else if (event.key.toLowerCase() === "p" && kept("shortcuts", true)) {
      void this.send();
    }
  }
}

/** @param {string} symbol @param {string} words */
function button(symbol, words) {
  const name = element("span", { class: "sr" }, words);
  return element("button", { class: "btn btn--icon btn--s", type: "button", title: words }, icon(symbol), name);
}
