/** What this browser sees and hears: one microphone and one camera, each on or off. */

import { capture } from "./capture.js";
import { choose } from "./devices.js";

/** @typedef {import("./capture.js").Reason} Reason */

/**
 * Emits `change` after anything about the tracks, the switches or the troubles changed, `opening` when a device was
 * let go for another one, and `lost` (detail: the track) when a device went away by itself.
 */
export class Media extends EventTarget {
  stream = new MediaStream();
  /** @type {import("./capture.js").Troubles} why there is no microphone or camera, where one was wanted */
  troubles = { audio: null, video: null };
  /** @type {Record<string, {enabled: boolean} | null>} what the browser was asked for last and has not given yet */
  #asked = { audio: null, video: null };
  #isOver = false;

  /** @returns {MediaStreamTrack | null} */
  get microphone() {
    return this.stream.getAudioTracks()[0] ?? null;
  }

  /** @returns {MediaStreamTrack | null} */
  get camera() {
    return this.stream.getVideoTracks()[0] ?? null;
  }

  get switches() {
    return { mic: this.microphone?.enabled ?? false, camera: this.camera !== null };
  }

  /**
   * Ask for what is wanted; what cannot be had shows in `troubles`.
   * @param {import("./signals.js").Switches} wanted
   */
  async start({ mic, camera }) {
    this.#isOver = false;
    await this.#fetch({ audio: mic, video: camera });
  }

  /**
   * Muting keeps the microphone open, so that speaking again takes no time.
   * @param {boolean} on
   */
  async setMic(on) {
    if (!on) {
      this.#asked.audio = null;
    }
    if (this.microphone) {
      this.microphone.enabled = on;
      this.#changed();
    } else if (on) {
      await this.#fetch({ audio: true, video: false });
    }
  }

  /**
   * Off means off: the camera is let go and its light goes out.
   * @param {boolean} on
   */
  async setCamera(on) {
    if (!on) {
      this.#asked.video = null;
      this.#drop(this.camera);
      this.#changed();
    } else if (!this.camera) {
      await this.#fetch({ audio: false, video: true });
    }
  }

  /**
   * Change to another device, now if its kind is in use, else the next time.
   * @param {"microphone" | "camera"} kind
   * @param {string} id
   */
  async use(kind, id) {
    choose(kind, id);
    const used = this[kind] ?? this.#asked[kind === "microphone" ? "audio" : "video"];
    if (used) {
      await this.open(kind, used.enabled);
    }
  }

  /**
   * Open the device of that kind that is chosen now, instead of what is open.
   * @param {"microphone" | "camera"} kind
   * @param {boolean} enabled
   */
  async open(kind, enabled) {
    // Many systems give one camera to one taker only: let go first, and so must whoever has a copy.
    this.#drop(this[kind]);
    this.dispatchEvent(new Event("opening"));
    await this.#fetch({ audio: kind === "microphone", video: kind === "camera" }, enabled);
  }

  /** Let go of everything, also of what the browser gives only now. */
  stop() {
    this.#isOver = true;
    this.#asked = {};
    this.stream.getTracks().forEach((track) => this.#drop(track));
    this.#changed();
  }

  /**
   * @param {import("./capture.js").Wanted} wanted
   * @param {boolean} [enabled]
   */
  async #fetch(wanted, enabled = true) {
    if (this.#isOver) {
      return;
    }
    const question = { enabled };
    const kinds = /** @type {("audio" | "video")[]} */ (["audio", "video"]).filter((kind) => wanted[kind]);
    kinds.forEach((kind) => (this.#asked[kind] = question));
    const { stream, troubles } = await capture(wanted);
    // Meanwhile it may have been switched off, or asked for anew: then its light goes out again.
    const due = kinds.filter((kind) => this.#asked[kind] === question);
    for (const track of stream.getTracks()) {
      this.#take(track, enabled, due.some((kind) => kind === track.kind));
    }
    for (const kind of due) {
      this.#asked[kind] = null;
      this.troubles = { ...this.troubles, [kind]: troubles[kind] };
    }
    this.#changed();
  }

  /** @param {MediaStreamTrack} track @param {boolean} enabled @param {boolean} isDue */
  #take(track, enabled, isDue) {
    if (isDue) {
      this.#drop(track.kind === "audio" ? this.microphone : this.camera);
      track.enabled = enabled;
      track.onended = () => this.#lost(track);
      this.stream.addTrack(track);
    } else {
      track.stop();
    }
  }

  /**
   * The device went away by itself: unplugged, or forbidden meanwhile.
   * @param {MediaStreamTrack} track
   */
  #lost(track) {
    this.#drop(track);
    this.troubles = { ...this.troubles, [track.kind]: "none" };
    this.#changed();
    this.dispatchEvent(new CustomEvent("lost", { detail: track }));
  }

  /** @param {MediaStreamTrack | null} track */
  #drop(track) {
    if (track) {
      track.onended = null;
      track.stop();
      this.stream.removeTrack(track);
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
