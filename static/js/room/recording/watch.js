/** That a call is recorded is seen and heard by everybody, and everybody is asked. */

import { CONSENT, Consents, RECORD } from "../../call/recorder-consents.js";
import { JOINED } from "../../call/signals.js";
import { button } from "../../lib/draw.js";
import { style } from "../../lib/style.js";
import { toast } from "../../shell/toast.js";
import { closeDialog } from "../dialogs.js";
import { hear } from "../hear.js";
import { addToMore } from "../made-dialog.js";
import { askConsent, drawBadge, follow, wordsOf } from "./consent.js";

/** @param {import("../later.js").Page} page */
export function watchRecording(page) {
  const { mesh } = page.sitting;
  const consents = new Consents();
  Object.keys(consents.ears).forEach((event) => hear(event, (data) => consents.hear(event, data)));
  consents.addEventListener("change", () => show(page, consents));
  mesh.addEventListener("people", () => show(page, consents));
  hear("error:room", ({ event, message }) => refused(event, message));
  addToMore(mesh, "record", () => {
    const record = button({ class: "btn host-only" }, "camera", "Record the call");
    record.addEventListener("click", () => {
      closeDialog("dialog-devices");
      void import("./record.js").then(({ askToRecord }) => askToRecord(page));
    });
    return record;
  });
  // While one was alone nobody listened: what was told on joining is told again.
  if (mesh.ticket) {
    consents.hear(JOINED, mesh.ticket);
  }
  document.addEventListener("more:open", () => allow(page, consents));
  document.addEventListener("fullscreenchange", follow);
}

/** @param {string} event @param {string} message */
function refused(event, message) {
  if (event === RECORD || event === CONSENT) {
    toast(message);
    void import("./record.js").then(({ forgetFile }) => forgetFile());
  }
}

/** @param {import("../later.js").Page} page @param {Consents} consents */
function allow({ sitting }, consents) {
  const record = document.querySelector("[data-made=record]");
  record?.toggleAttribute("hidden", !consents.isAllowed || consents.recorder !== null || sitting.mesh.isCarried);
}

/** For everything that shows the call, a window of its own included. @param {HTMLElement} room @param {string | null} words */
function tell(room, words) {
  if (words === null) {
    delete room.dataset.recording;
  } else if (room.dataset.recording !== words) {
    room.dataset.recording = words;
  }
}

let wasRecorded = false;

/** @param {import("../later.js").Page} page @param {Consents} consents */
function show(page, consents) {
  const { sitting, room } = page;
  const isRecorded = consents.recorder !== null && sitting.phase === "inside";
  const isMine = isRecorded && consents.recorder === sitting.mesh.roster.participant;
  if (isRecorded) {
    void style("recording");
  } else if (wasRecorded) {
    toast("The recording has ended");
  }
  wasRecorded = isRecorded;
  tell(room, isRecorded ? wordsOf(page, consents) : null);
  allow(page, consents);
  drawBadge(page, consents, isRecorded);
  askConsent(page, consents, isRecorded && !isMine);
  if (isMine) {
    void import("./record.js").then(({ beginRecording }) => beginRecording(page, consents));
  } else if (room.dataset.records === "true") {
    void import("./record.js").then(({ finishRecording }) => finishRecording());
  }
  room.dataset.records = String(isMine);
}
