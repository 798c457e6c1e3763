/** <device-preview>: what the others will see and hear, before joining. */

import { Media } from "../call/media.js";
import { wish, wishes } from "../call/wishes.js";
import { showTroubles } from "./device-troubles.js";

/** @typedef {import("./mic-meter.js").MicMeter} MicMeter */
/** @typedef {import("./device-pickers.js").DevicePickers} DevicePickers */

/** Emits `audio-only` when the person wants to join without a camera. */
class DevicePreview extends HTMLElement {
  #media = new Media();
  /** What the person wants, also where it cannot be had. */
  #wanted = wishes();
  /** @type {MediaStreamTrack | null} */
  #metered = null;

  connectedCallback() {
    this.#wanted = { mic: this.#wanted.mic && this.#has("mic"), camera: this.#wanted.camera && this.#has("camera") };
    this.#media.addEventListener("change", () => this.#draw());
    this.addEventListener("click", (event) => this.#click(/** @type {HTMLElement} */ (event.target)));
    this.#part("device-pickers")?.addEventListener("pick", (event) => this.#pick(/** @type {CustomEvent} */ (event)));
    this.#draw();
    void this.#media.start(this.#wanted);
  }

  disconnectedCallback() {
    this.#media.stop();
  }

  /** Remember for the room what is on here. */
  keep() {
    wish(this.#wanted);
  }

  /** Join without a camera, whatever the switches say. */
  keepAudioOnly() {
    wish({ ...this.#wanted, camera: false });
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const kind = target.closest("[data-ctl]")?.getAttribute("data-ctl");
    const act = target.closest("[data-act]")?.getAttribute("data-act");
    if (kind === "mic") {
      this.#wanted.mic = !this.#media.switches.mic;
      void this.#media.setMic(this.#wanted.mic);
      this.keep();
    } else if (kind === "camera") {
      this.#wanted.camera = !this.#media.switches.camera;
      void this.#media.setCamera(this.#wanted.camera);
      this.keep();
    } else if (act === "grant" || act === "retry") {
      void this.#media.start(this.#wanted);
    } else if (act === "audio-only" || act === "listen") {
      this.#wanted.mic &&= act === "audio-only";
      this.dispatchEvent(new CustomEvent("audio-only"));
    }
  }

  /** @param {CustomEvent<{kind: import("../call/devices.js").DeviceKind, id: string}>} pick */
  #pick({ detail: { kind, id } }) {
    if (kind !== "speaker") {
      void this.#media.use(kind, id);
    }
  }

  #draw() {
    const { stream, switches, microphone, troubles } = this.#media;
    const video = /** @type {HTMLVideoElement} */ (this.#part("video"));
    video.srcObject = switches.camera ? stream : null;
    video.hidden = !switches.camera;
    this.#part(".tile")?.classList.toggle("tile--off", !switches.camera);
    this.#part(".avatar")?.toggleAttribute("hidden", switches.camera);
    this.#part("[data-ctl=mic]")?.setAttribute("aria-pressed", String(switches.mic));
    this.#part("[data-ctl=camera]")?.setAttribute("aria-pressed", String(switches.camera));
    showTroubles(this, troubles);
    void /** @type {DevicePickers | null} */ (this.#part("device-pickers"))?.refresh();
    this.#meter(microphone);
  }

  /** @param {MediaStreamTrack | null} microphone */
  #meter(microphone) {
    const meter = /** @type {MicMeter | null} */ (this.#part("mic-meter"));
    if (meter && microphone !== this.#metered) {
      this.#metered = microphone;
      meter.track = microphone;
    }
  }

  /** @param {string} kind whether the room allows it */
  #has(kind) {
    return this.#part(`[data-ctl=${kind}]`) !== null;
  }

  /** @param {string} selector */
  #part(selector) {
    return this.querySelector(selector);
  }
}

customElements.define("device-preview", DevicePreview);
export { DevicePreview };
