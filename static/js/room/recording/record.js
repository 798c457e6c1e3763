/** Recording in this browser: from the chosen file to the finished one, whatever ends it. */

import { RECORD } from "../../call/recorder-consents.js";
import { openSink, opensFiles } from "../../call/recorder-file.js";
import { Mix } from "../../call/recorder-mix.js";
import { Recorder, recordingType } from "../../call/recorder.js";
import { button, element } from "../../lib/draw.js";
import { toast } from "../../shell/toast.js";
import { openMade } from "../made-dialog.js";
import { castOf } from "./cast.js";
import { download, fileName } from "./file.js";
import { guardTheWayOut } from "./leaving.js";
import { Picture } from "./picture.js";

/** @typedef {import("../later.js").Page} Page */
/** @typedef {import("../../call/recorder-consents.js").Consents} Consents */

const TICKS = new URL("../../call/recorder-ticks.js", import.meta.url);

/** @type {import("../../call/recorder-file.js").Sink | null} chosen, until the server says that it begins */
let chosen = null;
/** @type {Recording | null} */
let running = null;
/** The last one's; whoever waits for it finds it written. */
let ending = Promise.resolve();

class Recording {
  #picture = new Picture();
  #mix = new Mix();
  #ticks = new Worker(TICKS, { type: "module" });

  /** @param {Page} page @param {Consents} consents @param {import("../../call/recorder-file.js").Sink} sink */
  constructor(page, consents, sink) {
    this.page = page;
    this.consents = consents;
    this.recorder = new Recorder(new MediaStream([this.#picture.track, this.#mix.track]), sink);
    this.recorder.addEventListener("failed", () => this.#fail());
    this.#ticks.onmessage = () => this.#tick();
    addEventListener("beforeunload", warn);
    this.letGo = guardTheWayOut(() => this.#end());
    this.match();
    this.recorder.start();
  }

  /** At once, whenever anything about who agreed has changed. */
  match() {
    const cast = castOf(this.page, this.consents);
    this.#mix.match(cast.flatMap(({ sounds }) => sounds));
    this.#picture.draw(cast);
  }

  async finish() {
    this.#ticks.terminate();
    this.#mix.match([]);
    try {
      const blob = await this.recorder.finish();
      if (blob) {
        download(blob);
      }
      toast("The recording is saved");
    } catch {
      toast("The recording could not be saved");
    }
    this.#mix.stop();
    this.#picture.stop();
    // Not before: who leaves the page in the middle of it is asked whether they mean it.
    removeEventListener("beforeunload", warn);
    this.letGo();
  }

  #tick() {
    if (this.page.sitting.phase === "inside") {
      this.match();
    } else {
      void finishRecording();
    }
  }

  #fail() {
    toast("There is no room for more: the recording has ended");
    void this.#end();
  }

  #end() {
    this.page.sitting.mesh.send(RECORD, { action: "stop" });
    return finishRecording();
  }
}

/** Ask first: what happens, and where it goes. @param {Page} page */
export function askToRecord(page) {
  if (!recordingType()) {
    return toast("This browser cannot record. Firefox, Chrome, Edge and Safari can");
  }
  const start = button({ class: "btn btn--primary", "data-close": "" }, "camera", "Start recording");
  const place = opensFiles()
    ? "It is written to a file on this device that you choose now."
    : "This browser keeps it in memory until it ends, then downloads it: at most 1 GB, some three hours. Close nothing before.";
  start.addEventListener("click", () => void choose(page));
  openMade("record", "Record this call?", [
    element("p", {}, "Everybody in the call is told and asked. Only who agrees is in the recording, from then on; the others are shown as “Not recorded”."),
    element("p", {}, `${place} Nothing of it passes through the server.`),
  ], [element("button", { class: "btn", type: "button", "data-close": "" }, "Cancel"), start]);
}

/** The server says that this browser records: begin. @param {Page} page @param {Consents} consents */
export function beginRecording(page, consents) {
  if (chosen && !running) {
    running = new Recording(page, consents, chosen);
    chosen = null;
  }
  running?.match();
}

/** The server did not let this browser record. */
export function forgetFile() {
  void chosen?.close("").catch(() => {});
  chosen = null;
}

/** It is over, by whatever reason: keep what there is. */
export function finishRecording() {
  ending = running?.finish() ?? ending;
  running = null;
  return ending;
}

/** @param {Page} page */
async function choose({ sitting }) {
  const extension = recordingType().startsWith("video/mp4") ? "mp4" : "webm";
  chosen = await openSink(`${fileName()}.${extension}`, extension);
  if (chosen) {
    sitting.mesh.send(RECORD, { action: "ask" });
  }
}

/** @param {BeforeUnloadEvent} event */
function warn(event) {
  event.preventDefault();
}
