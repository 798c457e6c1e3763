/** What stands before the frame until that draws something itself. */

import { element } from "../lib/draw.js";

/** From here on it takes longer than people wait without a word. */
const LONG = 12_000;
const WORDS = "Connecting…";
const LONGER = "Still connecting: this takes longer than usual. The chat goes on meanwhile.";

export class Waiting {
  #words = element("p", { class: "carrier__wait", role: "status", hidden: "" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} place @param {() => void} onLong */
  constructor(place, onLong) {
    place.append(this.#words);
    this.onLong = onLong;
  }

  begin() {
    this.end();
    this.#words.textContent = WORDS;
    this.#words.hidden = false;
    this.#timer = setTimeout(() => {
      this.#words.textContent = LONGER;
      this.onLong();
    }, LONG);
  }

  end() {
    clearTimeout(this.#timer);
    this.#words.hidden = true;
  }
}
