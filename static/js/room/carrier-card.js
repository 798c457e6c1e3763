/** What stands where the frame would be while it cannot be entered: why, and the way to try again. */

const RUN_OUT = /** @type {[string, string]} */ ([
  "The way in has run out",
  "A new one was fetched and is too old as well: the clock of this Guftagu may be wrong. Tell whoever runs it; this page goes on trying. The chat goes on meanwhile.",
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
  "Look at your connection; this page goes on trying. If others have the same trouble, the call goes on directly from browser to browser. The chat goes on meanwhile.",
]);

/**
 * @param {HTMLElement} place
 * @param {string} type what Daily calls the trouble
 * @param {() => void} retry
 */
export function showTrouble(place, type, retry) {
  hideTrouble(place);
  const [title, words] = WORDS[type] ?? UNREACHABLE;
  const card = Object.assign(document.createElement("div"), { className: "carrier__card empty" });
  const button = Object.assign(document.createElement("button"), {
    className: "btn btn--primary",
    type: "button",
    textContent: "Try again",
    onclick: retry,
  });
  card.setAttribute("role", "alert");
  card.append(
    Object.assign(document.createElement("h2"), { textContent: title }),
    Object.assign(document.createElement("p"), { textContent: words }),
    button,
  );
  place.append(card);
}

/** @param {HTMLElement} place */
export function hideTrouble(place) {
  place.querySelector(".carrier__card")?.remove();
}
