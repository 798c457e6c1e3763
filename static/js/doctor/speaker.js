/** The speaker, of which only the person can say whether it is heard. */

import { chosen } from "../call/devices.js";
import { chime } from "../call/chimes.js";

/** @typedef {import("./row.js").Result} Result */

const MEND = [
  "Turn the volume up, here and in the system; look whether the tab is muted.",
  "Plug headphones in or out, or choose another output in the system’s sound settings.",
];

/** @param {import("./row.js").Row} row @returns {Promise<Result>} */
export async function checkSpeaker(row) {
  const question = row.part("[data-question]");
  question.hidden = false;
  await chime(chosen("speaker"));
  const answer = await new Promise((done) => {
    question.onclick = ({ target }) => {
      const said = /** @type {Element} */ (target).closest("[data-answer]")?.getAttribute("data-answer");
      if (said === "again") {
        void chime(chosen("speaker"));
      } else if (said) {
        done(said);
      }
    };
  });
  question.hidden = true;
  return answer === "yes" ? { state: "ok", words: "You hear it." } : { state: "failed", words: "You hear nothing.", mend: MEND };
}
