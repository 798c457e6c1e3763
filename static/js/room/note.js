/** A hint over the stage with what to do about it: it stays until it is answered or its reason is gone. */

import { element, icon } from "../lib/draw.js";
import { style } from "../lib/style.js";

/** @typedef {{words: string, act?: () => void, key?: string}} Answer `key` is the key that does the same */

/**
 * @param {string} name one note of each name at a time
 * @param {string} symbol
 * @param {string} text
 * @param {Answer[]} answers the first is what most will want
 */
export function note(name, symbol, text, answers) {
  void style("notes");
  takeNote(name);
  const line = element("p", { class: "toast note", "data-note": name }, icon(symbol), element("span", {}, text));
  answers.forEach(({ words, act, key }, index) => {
    const answer = element("button", { class: `btn btn--s${index ? "" : " btn--primary"}`, type: "button" }, words);
    if (key) {
      answer.append(element("kbd", {}, key));
    }
    answer.addEventListener("click", () => (takeNote(name), act?.()));
    line.append(answer);
  });
  place().append(line);
}

/** @param {string} name */
export function takeNote(name) {
  document.querySelector(`[data-note="${name}"]`)?.remove();
}

function place() {
  const known = document.querySelector("[data-notes]");
  const made = known ?? element("div", { class: "toasts notes", role: "status", "data-notes": "" });
  if (!known) {
    document.getElementById("main")?.append(made);
  }
  return made;
}
