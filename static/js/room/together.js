/** What a conversation needs and a lonely room does not: started when the first other person is in the call. */

import { watchInk } from "./ink/watch.js";
import { startQuality } from "./quality.js";

/** @param {import("./later.js").Page} page */
export function startTogether(page) {
  watchInk(page);
  startQuality(page);
}
