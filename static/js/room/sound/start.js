/** What watches over the sound of a conversation. */

import { watchMuted } from "./muted.js";
import { watchPlugging } from "./plugging.js";
import { watchSilence } from "./silence.js";
import { watchVolumes } from "./volume.js";

/** @param {import("../later.js").Page} page */
export function startSound(page) {
  watchMuted(page);
  void watchPlugging(page);
  watchSilence(page);
  watchVolumes(page);
}
