/** The badge that says who records, the question to everybody, and who has answered what. */

import { CONSENT, RECORD } from "../../call/recorder-consents.js";
import { button, element, icon } from "../../lib/draw.js";
import { openMade } from "../made-dialog.js";
import { castOf } from "./cast.js";

/** @typedef {import("../later.js").Page} Page */
/** @typedef {import("../../call/recorder-consents.js").Consents} Consents */

/** What the badge says: who records. @param {Page} page @param {Consents} consents */
export function wordsOf(page, consents) {
  const isMine = consents.recorder === page.sitting.mesh.roster.participant;
  return `Recording · ${isMine ? "you" : nameOf(page, consents.recorder)}`;
}

/**
 * Over the stage for as long as it is recorded, and over whatever fills the whole screen instead of it.
 * @param {Page} page @param {Consents} consents @param {boolean} isRecorded
 */
export function drawBadge(page, consents, isRecorded) {
  const known = document.querySelector("[data-recording-badge]");
  const isMine = consents.recorder === page.sitting.mesh.roster.participant;
  const words = wordsOf(page, consents);
  if (!isRecorded) {
    known?.remove();
  } else if (!known) {
    const badge = element("p", { class: "recording", role: "status", "data-recording-badge": "" },
      element("span", { class: "recording__dot", "aria-hidden": "true" }), element("span", { dir: "auto" }));
    const open = element("button", { class: "btn btn--s", type: "button", "aria-label": "Who is recorded" },
      icon("people"), element("span", { class: "wide" }, "Who is recorded"));
    open.addEventListener("click", () => openList(page, consents));
    badge.append(...(isMine ? [stopButton(page)] : []), open);
    place().append(badge);
    // What is put into a status that is there already is read out; what comes with it may not be.
    requestAnimationFrame(() => (badge.children[1].textContent = words));
  } else if (known.children[1].textContent !== words) {
    known.children[1].textContent = words;
  }
  drawList(page, consents);
}

/**
 * Nothing is blocked by it and nothing closes it but an answer.
 * @param {Page} page @param {Consents} consents @param {boolean} isAsked
 */
export function askConsent(page, consents, isAsked) {
  const known = /** @type {HTMLElement | null} */ (document.querySelector("[data-recording-ask]"));
  const own = page.sitting.mesh.roster.participant;
  if (!isAsked || consents.of(own) !== null) {
    known?.remove();
  } else if (known?.dataset.recordingAsk !== consents.recorder) {
    known?.remove();
    place().append(question(page, consents));
  }
}

/** To where they are seen now: what fills the whole screen hides everything outside of it. */
export function follow() {
  document.querySelectorAll("[data-recording-badge], [data-recording-ask]").forEach((each) => place().append(each));
}

function place() {
  const full = document.fullscreenElement;
  return full && full !== document.documentElement ? full : /** @type {HTMLElement} */ (document.getElementById("main"));
}

/** @param {Page} page @param {Consents} consents */
function question(page, consents) {
  const { recorder } = consents;
  const agree = element("button", { class: "btn btn--primary", type: "button" }, "Agree");
  const decline = element("button", { class: "btn", type: "button" }, "Decline");
  agree.addEventListener("click", () => answer(page, recorder, true));
  decline.addEventListener("click", () => answer(page, recorder, false));
  return element("section", { class: "recording-ask", role: "alertdialog", "data-recording-ask": consents.recorder ?? "",
    "aria-labelledby": "recording-ask-title", "aria-describedby": "recording-ask-words" },
    element("h2", { id: "recording-ask-title", dir: "auto" }, `${nameOf(page, consents.recorder)} asks to record this call`),
    element("p", { id: "recording-ask-words" }, "Your picture, your sound and a screen that you share go into a file on their device, if you agree. Until then you are not recorded. You can change your mind at any time."),
    element("div", { class: "row" }, decline, agree));
}

/** @param {Page} page @param {string | null} recorder who asked @param {boolean} agreed */
function answer({ sitting }, recorder, agreed) {
  sitting.mesh.send(CONSENT, { agreed, recorder });
}

/** @param {Page} page @param {Consents} consents */
function openList(page, consents) {
  openMade("recording", "Who is recorded", [element("ul", { class: "recording-list", "data-recording-list": "" })]);
  drawList(page, consents);
}

/** @param {Page} page @param {Consents} consents */
function drawList(page, consents) {
  const list = document.querySelector("[data-recording-list]");
  const own = page.sitting.mesh.roster.participant;
  if (list && consents.recorder === null) {
    list.closest("dialog")?.close();
  } else if (list) {
    const focused = list.contains(document.activeElement);
    list.replaceChildren(...castOf(page, consents).map(({ key, name }) => {
      const row = line(key === own ? `${name} (you)` : name, consents.of(key));
      if (key === own) {
        row.append(choice(page, consents));
      }
      return row;
    }));
    if (focused) {
      list.querySelector("button")?.focus();
    }
  }
}

/** @param {string} name @param {boolean | null} agreed */
function line(name, agreed) {
  const words = agreed === null ? "Not recorded: no answer yet" : agreed ? "Recorded" : "Not recorded";
  return element("li", { class: "recording-list__row" },
    element("span", { class: "recording-list__name", dir: "auto" }, name),
    element("span", { class: `badge${agreed ? " badge--bad" : ""}` }, icon(agreed ? "eye" : "eye-off"), words));
}

/** @param {Page} page @param {Consents} consents what one may do about oneself */
function choice(page, consents) {
  const own = page.sitting.mesh.roster.participant;
  const { recorder } = consents;
  if (recorder === own) {
    return stopButton(page);
  }
  const agrees = consents.of(own) === true;
  const change = button({ class: "btn btn--s" }, agrees ? "eye-off" : "eye", agrees ? "Do not record me" : "Record me");
  change.addEventListener("click", () => answer(page, recorder, !agrees));
  return change;
}

/** @param {Page} page */
function stopButton({ sitting }) {
  const stop = element("button", { class: "btn btn--s", type: "button", "data-close": "" }, "Stop recording");
  stop.addEventListener("click", () => sitting.mesh.send(RECORD, { action: "stop" }));
  return stop;
}

/** @param {Page} page @param {string | null} participant */
function nameOf({ sitting }, participant) {
  return sitting.mesh.roster.people.get(participant ?? "")?.name ?? "Somebody";
}
