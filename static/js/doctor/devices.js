/** Camera and microphone: asked for, looked at, listened to. */

import { capture } from "../call/capture.js";
import { Level } from "../call/level.js";
import { stepsFor } from "../lib/mending.js";
import { Recording } from "./recording.js";
import { within } from "./within.js";

/** @typedef {import("./row.js").Result} Result */
/** @typedef {import("./row.js").Row} Row */

const ANSWER = 45_000;
const PICTURE = 8000;
const LISTEN = 3000;
const HEARD = 0.01;
const LATE = /** @type {Result} */ ({
  state: "failed",
  words: "The browser has asked, and nobody has answered.",
  mend: ["Answer its question beside the address, then start again."],
});
const WHY = /** @type {Record<import("../call/capture.js").Reason, string>} */ ({
  denied: "The browser or the system forbids this page to use it.",
  none: "There is none, or it is switched off.",
  busy: "Another program or tab is using it.",
  insecure: "Browsers give it only to pages opened with https.",
});

export class Devices {
  /** @type {MediaStream[]} */
  #streams = [];

  /** @param {HTMLElement} page */
  constructor(page) {
    this.stage = /** @type {HTMLElement} */ (page.querySelector("[data-stage]"));
    this.video = /** @type {HTMLVideoElement} */ (this.stage.querySelector("video"));
  }

  /** @returns {Promise<Result>} */
  async checkCamera() {
    const { stream, refusal } = await this.#ask("video");
    const [track] = stream.getVideoTracks();
    if (!track) {
      return refusal;
    }
    this.stage.hidden = false;
    const picture = this.#picture();
    this.video.srcObject = stream;
    void this.video.play().catch(() => {});
    if (!(await within(picture, PICTURE))) {
      const mend = stepsFor("busy", "camera");
      return { state: "failed", words: `${track.label || "The camera"} is on, but no picture comes from it.`, mend };
    }
    const { videoWidth, videoHeight } = this.video;
    return { state: "ok", words: `${track.label || "It"} shows a picture of ${videoWidth} × ${videoHeight} points.` };
  }

  /** @param {Row} row @returns {Promise<Result>} */
  async checkMicrophone(row) {
    const { stream, refusal } = await this.#ask("audio");
    const [track] = stream.getAudioTracks();
    if (!track) {
      return refusal;
    }
    const loudest = await this.#listen(row, stream, track);
    if (loudest < HEARD) {
      const mend = [
        "Look whether it is muted: by a key, at the headset, or in the system’s sound settings.",
        "Choose another microphone in the system’s sound settings, then start again.",
      ];
      return { state: "failed", words: `${track.label || "The microphone"} is on, but silent.`, mend };
    }
    return { state: "ok", words: `${track.label || "It"} hears you.` };
  }

  /** Let go of everything. */
  stop() {
    this.#streams.flatMap((stream) => stream.getTracks()).forEach((track) => track.stop());
    this.video.srcObject = null;
    this.stage.hidden = true;
  }

  /** @param {"audio" | "video"} kind */
  async #ask(kind) {
    const wanted = { audio: kind === "audio", video: kind === "video" };
    const asked = await within(capture(wanted), ANSWER);
    const reason = asked?.troubles[kind];
    const what = kind === "video" ? "camera" : "microphone";
    const refusal = /** @type {Result} */ (
      reason ? { state: "failed", words: WHY[reason], mend: stepsFor(reason, what) } : LATE
    );
    const stream = asked?.stream ?? new MediaStream();
    this.#streams.push(stream);
    return { stream, refusal };
  }

  /** @returns {Promise<true>} once a frame is shown */
  #picture() {
    return new Promise((done) => this.video.addEventListener("loadeddata", () => done(true), { once: true }));
  }

  /** @param {Row} row @param {MediaStream} stream @param {MediaStreamTrack} track how loud it was at its loudest */
  async #listen(row, stream, track) {
    const meter = /** @type {import("../elements/mic-meter.js").MicMeter} */ (row.part("[data-meter]"));
    const recording = new Recording(stream);
    const level = new Level(stream);
    let loudest = 0;
    meter.hidden = false;
    meter.track = track;
    for (const end = performance.now() + LISTEN; performance.now() < end; ) {
      await new Promise((done) => setTimeout(done, 50));
      loudest = Math.max(loudest, level.now);
    }
    level.stop();
    meter.track = null;
    meter.hidden = true;
    await recording.playIn(/** @type {HTMLAudioElement} */ (row.part("[data-echo]")));
    track.stop();
    return loudest;
  }
}
