/** What stands where the call would be while it cannot be entered: why, and the way to try again. */

import { element } from "../lib/draw.js";

const RUN_OUT = /** @type {[string, string]} */ ([
  "The way in has run out",
  "A new one is too old as well: the clock of this Guftagu may be wrong. Tell whoever runs it; this page goes on trying.",
]);
const WORDS = /** @type {Record<string, [string, string]>} */ ({
  "meeting-full": ["The call is full", "You are let in as soon as somebody’s place is free; this page tries by itself. The chat goes on meanwhile."],
  "not-allowed": ["The call did not let you in", "Try again; if it stays like this, ask the host to let you in anew."],
  "no-room": ["The call’s place is gone", "Another one is made; this page tries by itself. The chat goes on meanwhile."],
  "end-of-life": ["This page is too old for the call", "Whoever runs this Guftagu should update it."],
  "exp-token": RUN_OUT,
  "nbf-token": RUN_OUT,
  "exp-room": RUN_OUT,
});
const UNREACHABLE = /** @type {[string, string]} */ ([
  "The call cannot be reached",
  "Look at your connection; this page goes on trying. If others have the same trouble, the call goes on directly from browser to browser.",
]);
// The server can reach what this page cannot.
const IN_THE_WAY =
  "The call is well: something between you and Daily is in the way. An extension that blocks, a VPN, or a firewall: it has to let *.daily.co through. This page goes on trying.";

/**
 * @param {HTMLElement} place
 * @param {string} type what Daily calls the trouble
 * @param {() => void} retry
 */
export function showTrouble(place, type, retry) {
  showCard(place, Object.hasOwn(WORDS, type) ? WORDS[type] : UNREACHABLE, retry);
}

/**
 * @param {HTMLElement} place
 * @param {[string, string]} text
 * @param {() => void} retry
 */
export function showCard(place, [title, words], retry) {
  hideTrouble(place);
  const button = element("button", { class: "btn btn--primary", type: "button" }, "Try again");
  button.onclick = retry;
  const card = element("div", { class: "carrier__card empty", role: "alert" });
  place.append(card);
  // What is said is heard where it comes into a place that is known already.
  card.append(element("h2", {}, title), element("p", {}, words), button);
}

/** Once it is known that others can reach it. @param {HTMLElement} place */
export function blameTheWay(place) {
  const words = place.querySelector(".carrier__card p");
  if (words?.textContent === UNREACHABLE[1]) {
    words.textContent = IN_THE_WAY;
  }
}

/** @param {HTMLElement} place */
export function hideTrouble(place) {
  place.querySelector(".carrier__card")?.remove();
}
