/** What carries a call in our place: the frame, and what it tells, brought to the rest of the page. */

import { Frame } from "../daily/frame.js";
import { toast } from "../shell/toast.js";
import { hideTrouble, showTrouble } from "./carrier-card.js";
import { Waiting } from "./carrier-wait.js";
import { GOES_ON, refusal, UNSHARED } from "./carrier-words.js";
import { hear } from "./hear.js";

const LEAVE = "call:leave";
const MOVED = "call:moved";
const TROUBLE = "call:trouble";
/** How often a ticket that has run out is asked for anew before the person is asked. */
const MOST_RENEWALS = 2;
const FULL = "meeting-full";
/** How soon it is tried again by itself, at first and at most; a full call steadily, for somebody may go at any time. */
const AGAIN = 8000;
const AT_MOST = 60_000;
/** What is no fault of the line to Daily. */
const PERSONAL = [FULL, "not-allowed"];
/** What the next try would only meet again. */
const LASTING = ["not-allowed", "end-of-life"];
const RENEWABLE = ["exp-token", "nbf-token", "exp-room"];

export class Carrier {
  #renewals = 0;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #waiting;

  /**
   * @param {import("./sitting.js").Sitting} sitting
   * @param {HTMLElement} place
   * @param {{mic: boolean, camera: boolean}} wanted what is to be on at first
   */
  constructor(sitting, place, wanted) {
    this.sitting = sitting;
    this.wanted = wanted;
    /** What is on and what is off; until the frame has told, what is wished. */
    this.switches = { ...wanted, screen: false };
    this.place = place;
    const holder = Object.assign(document.createElement("div"), { className: "carrier__frame" });
    place.append(holder);
    // One that waits for long is a trouble that the server may know more of.
    this.#waiting = new Waiting(place, () => sitting.mesh.send(TROUBLE, { kind: "slow" }));
    this.frame = new Frame(holder);
    this.frame.addEventListener("loaded", () => this.#waiting.end());
    this.frame.addEventListener("joined", () => this.#joined());
    this.frame.addEventListener("refused", (event) => toast(refusal(/** @type {CustomEvent} */ (event).detail)));
    this.frame.addEventListener("unshared", () => toast(UNSHARED));
    this.frame.addEventListener("switches", (event) => this.#follow(/** @type {CustomEvent} */ (event).detail));
    this.frame.addEventListener("left", () => this.#leave());
    this.frame.addEventListener("trouble", (event) => this.#heed(/** @type {CustomEvent} */ (event).detail));
    hear(MOVED, ({ words }) => this.#move(words));
    hear(TROUBLE, ({ renewed }) => renewed && this.sitting.carrier === this && this.sitting.join());
  }

  /** @param {import("../daily/frame.js").Ticket} ticket */
  enter(ticket) {
    clearTimeout(this.#again);
    hideTrouble(this.place);
    if (!this.frame.isUnderWay) {
      this.#waiting.begin();
      void this.frame.join(ticket, this.wanted);
    }
  }

  /** @param {"mic" | "camera"} kind @param {boolean} on */
  flip(kind, on) {
    this.wanted = { ...this.wanted, [kind]: on };
    this.frame.flip(kind, on);
  }

  /** @param {boolean} on */
  share(on) {
    void this.frame.share(on);
  }

  async close() {
    clearTimeout(this.#again);
    this.#waiting.end();
    await this.frame.close();
    this.place.remove();
  }

  #joined() {
    this.#renewals = this.#failures = 0;
    this.#waiting.end();
    const { mic, camera } = this.frame.switches;
    // What was switched off while the frame was on its way, by a host's order perhaps, is off.
    if (mic && !this.wanted.mic) {
      this.frame.flip("mic", false);
    }
    if (camera && !this.wanted.camera) {
      this.frame.flip("camera", false);
    }
  }

  /** @param {import("../call/signals.js").Switches & {screen: boolean}} switches */
  #follow(switches) {
    this.switches = switches;
    this.wanted = switches;
    this.sitting.tell();
  }

  /** @param {string | undefined} words why the call goes on by other means */
  #move(words) {
    if (this.sitting.carrier === this) {
      toast(words ?? GOES_ON);
      this.sitting.join();
    }
  }

  /** By the frame's own button: what our own asks is asked on its page. */
  #leave() {
    this.sitting.leave();
    location.assign(`/room/${this.sitting.facts.roomCode}/departure`);
  }

  /** @param {{type: string, words: string}} trouble */
  #heed({ type, words }) {
    if (RENEWABLE.includes(type) && this.#renewals < MOST_RENEWALS) {
      this.#renewals += 1;
      this.sitting.join();
    } else if (type === "ejected") {
      // Put out by a host inside the frame, of whom our server knows nothing: their seat is free for others.
      this.sitting.mesh.send(LEAVE, {});
      this.sitting.end("kicked");
    } else {
      console.warn("call:", type, words);
      this.#stumble(type);
    }
  }

  /** @param {string} type */
  #stumble(type) {
    const retry = () => this.sitting.join();
    this.#waiting.end();
    showTrouble(this.place, type, retry);
    if (!PERSONAL.includes(type)) {
      this.sitting.mesh.send(TROUBLE, { kind: type });
    }
    if (!LASTING.includes(type)) {
      const pause = type === FULL ? AGAIN : Math.min(AT_MOST, AGAIN * 2 ** this.#failures++);
      this.#again = setTimeout(retry, pause);
    }
  }
}
