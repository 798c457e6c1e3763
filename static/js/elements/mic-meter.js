/** <mic-meter>: how loud the microphone is, in bars and in words. */

import { chime } from "../call/chimes.js";
import { chosen } from "../call/devices.js";
import { Level } from "../call/level.js";

const EVERY = 100;
const HEARD = 0.01;
const HOT = 0.7;

class MicMeter extends HTMLElement {
  /** @type {Level | null} */
  #level = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #wasHeard = false;

  connectedCallback() {
    this.querySelector("[data-act=chime]")?.addEventListener("click", () => chime(chosen("speaker")));
  }

  disconnectedCallback() {
    this.track = null;
  }

  /** @param {MediaStreamTrack | null} track */
  set track(track) {
    this.#level?.stop();
    clearInterval(this.#timer);
    this.#level = track && new Level(new MediaStream([track]));
    this.#wasHeard = false;
    this.#draw(0);
    if (track) {
      this.#timer = setInterval(() => this.#draw(this.#level?.now ?? 0), EVERY);
    }
  }

  /** @param {number} level 0 to 1 */
  #draw(level) {
    // Loudness is felt by its logarithm: -60 dB is silence here, 0 dB the end of the scale.
    const share = level > 0 ? Math.max(0, 1 + (20 * Math.log10(level)) / 60) : 0;
    const bars = [...this.querySelectorAll(".meter i")];
    bars.forEach((bar, index) => {
      const isLit = index < Math.round(share * bars.length);
      bar.className = isLit ? (index < bars.length * HOT ? "on" : "hot") : "";
    });
    this.querySelector(".meter")?.setAttribute("aria-valuenow", String(Math.round(share * 100)));
    this.#wasHeard ||= level > HEARD;
    this.#say(this.#wasHeard ? "We hear you" : "We can't hear you yet");
  }

  /** @param {string} words */
  #say(words) {
    const place = this.querySelector("[data-words]");
    if (place && place.textContent !== words) {
      place.textContent = words;
    }
  }
}

customElements.define("mic-meter", MicMeter);
export { MicMeter };
