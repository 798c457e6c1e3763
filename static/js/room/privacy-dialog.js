/** The dialog in which people compare the four pictures of their line. */

import { emojiOf } from "../call/emoji.js";
import { button, element, icon } from "../lib/draw.js";
import { style } from "../lib/style.js";
import { openMade } from "./made-dialog.js";

/** @typedef {import("../call/signals.js").Person} Person */
/** @typedef {import("./privacy.js").Privacy} Privacy */

/**
 * @param {Privacy} privacy
 * @param {number} [user] whom it is about, whatever tab they come back in; else everybody
 */
export async function openPrivacy(privacy, user) {
  await style("privacy");
  const list = element("ul", { class: "proofs", "aria-live": "polite" });
  const dialog = openMade("privacy", "Proof of privacy", [
    element("p", {}, "Read the four pictures to each other. If both of you see the same, in the same order, nobody is " +
      "between you: sound and pictures can be read by nobody else, this server included."),
    list,
    element("p", { class: "quiet small" }, "Every line has its own four, and new ones each time that it is made anew. " +
      "They are worth as much as this page, which came from this server."),
  ]);
  let drawn = "";
  const draw = () => {
    const people = [...privacy.mesh.roster.people.values()].filter((person) => !user || person.user === user);
    const looks = JSON.stringify(people.map((person) => lookOf(privacy, person)));
    if (looks !== drawn) {
      drawn = looks;
      const none = element("li", { class: "quiet" }, "Nobody to compare with just now.");
      list.replaceChildren(...(people.length ? people.map((person) => row(privacy, person, draw)) : [none]));
    }
  };
  privacy.addEventListener("change", draw);
  dialog.addEventListener("close", () => privacy.removeEventListener("change", draw));
  draw();
}

/** @param {Privacy} privacy @param {Person} person */
function lookOf(privacy, { participant, user, name }) {
  const { state = "waiting", digest = null } = privacy.of(participant) ?? {};
  return { name, state, digest: digest && [...digest], isCompared: privacy.compared.get(String(user)) === String(digest) };
}

/** @param {Privacy} privacy @param {Person} person @param {() => void} draw */
function row(privacy, person, draw) {
  const { name, state, digest, isCompared } = lookOf(privacy, person);
  const item = element("li", { class: "proof", "data-state": state },
    element("h3", { dir: "auto" }, name), digest ? pictures(digest) : words(state));
  if (isCompared) {
    item.append(element("p", { class: "badge badge--ok" }, icon("check"), "Compared: the same on both sides"));
  } else if (digest) {
    const match = button({ class: "btn btn--s" }, "check", "They are the same");
    match.addEventListener("click", () => {
      privacy.compared.set(String(person.user), String(digest));
      draw();
      /** @type {HTMLElement | null} */ (document.querySelector("#dialog-privacy [data-close]"))?.focus();
    });
    item.append(match, element("p", { class: "quiet small" }, "If they differ, say nothing private here: somebody may be listening."));
  }
  return item;
}

/** @param {number[]} digest */
function pictures(digest) {
  return element("ol", { class: "proof__signs" }, ...emojiOf(digest).map(({ sign, name }) =>
    element("li", {}, element("span", { "aria-hidden": "true" }, sign), element("b", {}, name))));
}

/** @param {string | undefined} state */
function words(state) {
  const text = state === "broken"
    ? "The other side has changed what it had committed to. Do not trust this line; leave and come back."
    : "Waiting for the other side…";
  return element("p", { class: state === "broken" ? "error" : "quiet", role: "status" }, text);
}
