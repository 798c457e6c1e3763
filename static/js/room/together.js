/** What a conversation needs and a lonely room does not: started when the first other person is in the call. */

import { startBudget } from "./budget.js";
import { offerCheckup } from "./checkup.js";
import { watchReactions } from "./floating.js";
import { watchHands } from "./hands.js";
import { watchInk } from "./ink/watch.js";
import { watchMenus } from "./menus.js";
import { startPrivacy } from "./privacy.js";
import { startQuality } from "./quality.js";
import { watchRecording } from "./recording/watch.js";
import { startSound } from "./sound/start.js";
import { watchSpeaker } from "./speaker.js";
import { startStage } from "./stage/start.js";
import { watchTickets } from "./tickets.js";
import { watchTrouble } from "./trouble.js";

/** @param {import("./later.js").Page} page */
export function startTogether(page) {
  startSound(page);
  watchSpeaker(page);
  watchHands(page);
  watchInk(page);
  const { pulse, regulator } = startQuality(page);
  startBudget(page, pulse, regulator);
  startPrivacy(page, pulse);
  watchTickets(page);
  void startStage(page);
  watchReactions(page);
  watchTrouble(page);
  offerCheckup(page);
  watchRecording(page);
  watchMenus();
}
