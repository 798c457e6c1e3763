/** What carries a call in our place: the frame, and what it tells, brought to the rest of the page. */

import { MOVED, TROUBLE } from "../call/signals.js";
import { Frame } from "../daily/frame.js";
import { element } from "../lib/draw.js";
import { toast } from "../shell/toast.js";
import { hideTrouble, showTrouble } from "./carrier-card.js";
import { hear } from "./hear.js";

/** @typedef {import("../daily/frame.js").Ticket} Ticket */

const LEAVE = "call:leave";
/** How often a ticket that has run out is asked for anew before the person is asked. */
const MOST_RENEWALS = 2;
const FULL = "meeting-full";
/** How soon a call that was full is tried again: whoever has a seat here waits only for somebody's last tab to go. */
const AGAIN = 8000;
/** What is no fault of the line to Daily. */
const PERSONAL = [FULL, "not-allowed"];
const RENEWABLE = ["exp-token", "nbf-token", "exp-room"];

// A browser may want the click that asks for a screen to be made in the very frame that shares it.
const UNSHARED = "Your screen could not be shared from here. Press the share button inside the call’s picture";

export class Carrier {
  #renewals = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #wait = element("p", { class: "carrier__wait", role: "status" }, "Connecting…");
  #holder = element("div", { class: "carrier__frame" });

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
    place.append(this.#wait, this.#holder);
    this.frame = new Frame(this.#holder);
    this.frame.addEventListener("joined", () => this.#joined());
    this.frame.addEventListener("unshared", () => toast(UNSHARED));
    this.frame.addEventListener("switches", (event) => this.#follow(/** @type {CustomEvent} */ (event).detail));
    this.frame.addEventListener("left", () => this.#leave());
    this.frame.addEventListener("trouble", (event) => this.#heed(/** @type {CustomEvent} */ (event).detail));
    hear(MOVED, ({ words }) => this.#move(words));
    hear(TROUBLE, ({ renewed }) => renewed && this.sitting.carrier === this && this.sitting.join());
  }

  /** @param {Ticket} ticket */
  enter(ticket) {
    clearTimeout(this.#again);
    hideTrouble(this.place);
    this.#wait.hidden = false;
    void this.frame.join(ticket, this.wanted);
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
    await this.frame.close();
    this.place.remove();
  }

  #joined() {
    this.#renewals = 0;
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
      toast(words ?? "The call goes on directly from browser to browser");
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
      this.sitting.end("dialog-kicked");
    } else {
      console.warn("call:", type, words);
      this.#wait.hidden = true;
      showTrouble(this.place, type, () => this.sitting.join());
      this.#again = type === FULL ? setTimeout(() => this.sitting.join(), AGAIN) : undefined;
      if (!PERSONAL.includes(type)) {
        this.sitting.mesh.send(TROUBLE, { kind: type });
      }
    }
  }
}
