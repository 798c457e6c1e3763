/** One picture and one sound into one file, second by second. */

import { seekable } from "./recorder-webm.js";

/** MP4 says how long it is, can be sought in and is played everywhere; of WebM the last is made here. */
const TYPES = [
  "video/mp4;codecs=avc1,mp4a.40.2",
  "video/mp4;codecs=avc1,opus",
  "video/webm;codecs=vp8,opus",
  "video/webm",
  "video/mp4",
];
const EVERY = 1000;
/** Whole pictures every two seconds: there a player may begin, and MP4 is written from one to the next. */
const MANNER = { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 96_000, videoKeyFrameIntervalDuration: 2000 };

/** @returns {string} what this browser can write, empty where it records nothing */
export function recordingType() {
  const { MediaRecorder } = globalThis;
  return (MediaRecorder && TYPES.find((type) => MediaRecorder.isTypeSupported(type))) ?? "";
}

/** Emits `failed` when no more can be written. */
export class Recorder extends EventTarget {
  #written = Promise.resolve();
  #recorder;

  /**
   * @param {MediaStream} stream
   * @param {import("./recorder-file.js").Sink} sink
   */
  constructor(stream, sink) {
    super();
    const mimeType = recordingType();
    this.sink = mimeType.startsWith("video/webm") ? seekable(sink) : sink;
    this.#recorder = new MediaRecorder(stream, { mimeType, ...MANNER });
    this.#recorder.ondataavailable = ({ data }) => this.#write(data);
    this.#recorder.onerror = () => this.dispatchEvent(new Event("failed"));
  }

  start() {
    this.#recorder.start(EVERY);
  }

  /**
   * The end of the recording, once all of it is written.
   * @returns {Promise<Blob | null>} what is to be downloaded still
   */
  async finish() {
    if (this.#recorder.state !== "inactive") {
      const stopped = new Promise((done) => (this.#recorder.onstop = done));
      this.#recorder.stop();
      await stopped;
    }
    await this.#written;
    return this.sink.close(this.#recorder.mimeType.split(";")[0]);
  }

  /** @param {Blob} part */
  #write(part) {
    if (part.size) {
      this.#written = this.#written
        .then(() => this.sink.write(part))
        .catch(() => void this.dispatchEvent(new Event("failed")));
    }
  }
}
