/** What a reaction looks like: it rises over the person it is from, and is said in words, several at once. */

import { element } from "../lib/draw.js";
import { style } from "../lib/style.js";
import { hear } from "./hear.js";

export const REACTION = "call:reaction";
/** The palette, and what each is called. */
export const WORDS = /** @type {Record<string, string>} */ ({
  "👍": "Thumbs up",
  "👏": "Clap",
  "❤️": "Heart",
  "😂": "Laugh",
  "😮": "Surprise",
  "🎉": "Celebrate",
});

const SHOWN = 2600;
/** More at once than anybody can see. */
const MOST = 24;
/** So long are reactions gathered before they are said: a room that claps is one sentence. */
const GATHERED = 2500;

class Floating {
  /** @type {Map<string, Set<string>>} names by what they reacted with, not yet said */
  #unsaid = new Map();
  #said = element("p", { class: "sr", role: "status", "data-said": "reactions" });

  /** @param {import("./later.js").Page} page */
  constructor({ sitting, room }) {
    this.roster = sitting.mesh.roster;
    this.me = Number(room.dataset.me);
    this.main = /** @type {HTMLElement} */ (document.getElementById("main"));
    this.main.append(this.#said);
    hear(REACTION, (reaction) => void this.#show(reaction));
  }

  /** @param {{participant: string, user_id: number, emoji: string}} reaction */
  async #show({ participant, user_id, emoji }) {
    await style("hands");
    const known = this.roster.people.get(participant);
    if (!WORDS[emoji] || (!known && user_id !== this.me) || this.main.querySelectorAll(".reaction").length >= MOST) {
      return;
    }
    const name = known?.name ?? "You";
    this.#rise(document.getElementById(`participant-${participant}`), emoji, name);
    this.#say(WORDS[emoji], name);
  }

  /** @param {HTMLElement | null} tile @param {string} emoji @param {string} name */
  #rise(tile, emoji, name) {
    const isSeen = tile && (tile.checkVisibility?.() ?? true) && tile.getBoundingClientRect().width > 0;
    const rising = element("span", { class: "reaction", "aria-hidden": "true" }, element("span", {}, emoji));
    if (!isSeen) {
      rising.append(element("small", { dir: "auto" }, name));
    }
    rising.style.setProperty("--at", `${Math.round(15 + Math.random() * 55)}%`);
    (isSeen && tile ? tile : this.main).append(rising);
    setTimeout(() => rising.remove(), SHOWN);
  }

  /** @param {string} what @param {string} name */
  #say(what, name) {
    if (this.#unsaid.size === 0) {
      setTimeout(() => this.#speak(), GATHERED);
    }
    this.#unsaid.set(what, (this.#unsaid.get(what) ?? new Set()).add(name));
  }

  #speak() {
    const parts = [...this.#unsaid].map(([what, names]) => {
      const [first, ...rest] = names;
      return `${first}${rest.length ? ` and ${rest.length} more` : ""}: ${what}`;
    });
    this.#unsaid.clear();
    this.#said.textContent = parts.join(". ");
  }
}

/** @param {import("./later.js").Page} page */
export function watchReactions(page) {
  return new Floating(page);
}
