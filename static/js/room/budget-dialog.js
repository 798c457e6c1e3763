/** The dialog in which a person says how much data the call may use, and reads what it uses. */

import { CHOICES, MB, allowed, lasts } from "../call/budget.js";
import { HD, LADDER } from "../call/quality.js";
import { element } from "../lib/draw.js";
import { openMade } from "./made-dialog.js";

/** @typedef {import("./budget.js").Budget} Budget */

/** @type {Record<string, string>} */
const ENOUGH_FOR = {
  hd: "Everything",
  sd: "Good pictures",
  low: "Small pictures",
  speaker: "Whoever speaks is seen",
  stills: "Whoever speaks, in stills",
  audio: "Sound only",
};

/** @param {Budget} budget */
export function openBudget(budget) {
  const used = element("p", { class: "strong num" });
  const rest = element("p", { class: "quiet small", "aria-live": "off" });
  const bar = element("progress", { class: "data-bar", max: "1", "aria-label": "Share of the data that is used" });
  const choices = element("fieldset", { class: "choices" },
    element("legend", { class: "label" }, "Use at most, in this call"),
    ...CHOICES.map((limit) => choice(budget, limit, `${limit} MB`, enoughFor(budget, limit))),
    choice(budget, null, "No limit", "As good as the line is"));
  const dialog = openMade("budget", "Data budget", [
    element("div", { class: "stack stack--s" }, used, bar, rest),
    choices,
    element("p", { class: "quiet small" }, "Everything counts: sound, pictures and shared screens, both ways, with everybody. " +
      "The call steps down by itself so that it lasts an hour, and the others read why."),
  ]);
  const draw = () => {
    used.textContent = usedWords(budget);
    rest.textContent = restWords(budget);
    bar.hidden = budget.limit === null;
    bar.value = budget.book.limit ? Math.min(1, budget.book.used / budget.book.limit) : 0;
  };
  budget.addEventListener("change", draw);
  dialog.addEventListener("close", () => budget.removeEventListener("change", draw));
  draw();
}

/** What a limit would mean for a call of as many as there are now. @param {Budget} budget @param {number} limit */
function enoughFor({ book, regulator }, limit) {
  const { size } = regulator.mesh.roster.people;
  const { step, spent } = allowed({ ...book, limit: limit * MB }, size, Date.now(), HD);
  return spent ? "Used up already" : (ENOUGH_FOR[LADDER[step].name] ?? "");
}

/** @param {Budget} budget @param {number | null} limit @param {string} words @param {string} hint */
function choice(budget, limit, words, hint) {
  const input = element("input", { type: "radio", name: "data-limit", value: String(limit ?? "") });
  input.checked = budget.limit === limit;
  input.addEventListener("change", () => budget.choose(limit));
  return element("label", { class: "choice" }, input, element("b", {}, words), element("small", {}, hint));
}

/** @param {Budget} budget */
function usedWords({ book, limit }) {
  const used = (book.used / MB).toFixed(1);
  return limit === null ? `${used} MB used so far` : `${used} of ${limit} MB used`;
}

/** @param {Budget} budget */
function restWords({ book, limit, words }) {
  const pace = `${Math.max(0.1, (book.rate * 60) / 8 / MB).toFixed(1)} MB a minute just now`;
  const minutes = Math.ceil(lasts(book) / 60);
  if (limit === null) {
    return `${pace}.`;
  } else if (minutes === 0) {
    return `Used up: ${words}. Choose more to see each other again.`;
  } else {
    const until = minutes > 600 ? "that lasts for hours" : `that lasts ${minutes} min more`;
    return `${pace}: ${until}.${words ? ` Held back: ${words}.` : ""}`;
  }
}
