/** What carries a call in our place: the frame, and what it tells, brought to the rest of the page. */

import { Frame } from "../daily/frame.js";
import { toast } from "../shell/toast.js";
import { Again } from "./again.js";
import { blameTheWay, hideTrouble, showTrouble } from "./carrier-card.js";
import { Waiting } from "./carrier-wait.js";
import { FULL, LASTING, RENEWABLE } from "./carrier-troubles.js";
import { GOES_ON, refusal, UNSHARED } from "./carrier-words.js";
import { hear } from "./hear.js";

const LEAVE = "call:leave";
const MOVED = "call:moved";
const PROFILE_CHANGED = "user:profile-changed";
const TROUBLE = "call:trouble";
/** How often a ticket that has run out is asked for anew before the person is asked. */
const MOST_RENEWALS = 2;

export class Carrier {
  #renewals = 0;
  #again = new Again(() => this.sitting.join());
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
    hear(PROFILE_CHANGED, ({ display_name: name }) => this.frame.rename(name));
    hear(MOVED, ({ words }) => this.#move(words));
    hear(TROUBLE, ({ renewed }) => this.#answer(renewed));
  }

  /** @param {import("../daily/frame.js").Ticket} ticket */
  enter(ticket) {
    this.#again.pause();
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
    this.#again.pause();
    this.#waiting.end();
    await this.frame.close();
    this.place.remove();
  }

  #joined() {
    this.#renewals = 0;
    this.#again.end();
    this.#waiting.end();
    // What was switched off while the frame was on its way, by a host's order perhaps, is off.
    const { switches } = this.frame;
    for (const kind of /** @type {const} */ (["mic", "camera"])) {
      if (switches[kind] && !this.wanted[kind]) {
        this.frame.flip(kind, false);
      }
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
    this.#waiting.end();
    showTrouble(this.place, type, this.#again.retry);
    if (type !== FULL) {
      this.sitting.mesh.send(TROUBLE, { kind: type });
    }
    if (!LASTING.includes(type)) {
      // Somebody may leave a full call at any time.
      this.#again.later(type === FULL);
    }
  }

  /** @param {boolean} isRenewed whether another ticket leads further; if not, Daily is well where our server is */
  #answer(isRenewed) {
    if (this.sitting.carrier === this) {
      if (isRenewed) {
        this.sitting.join();
      } else {
        blameTheWay(this.place);
      }
    }
  }
}
