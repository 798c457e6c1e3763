/** A call that Daily carries: its frame fills the stage, our bar, buttons and panel stay what they are. */

import { MOVED, TROUBLE } from "../call/signals.js";
import { Frame } from "../daily/frame.js";
import { style } from "../lib/style.js";
import { toast } from "../shell/toast.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { hear } from "./hear.js";

/** @typedef {import("../daily/frame.js").Ticket} Ticket */

/** How often a ticket that has run out is asked for anew before the person is asked. */
const MOST_RENEWALS = 2;
const RENEWABLE = ["exp-token", "nbf-token", "exp-room"];
const REASONS = /** @type {Record<string, string>} */ ({
  "meeting-full": "The call is full",
  "no-room": "The call's room is gone; we look for another way",
  "not-allowed": "The call did not let you in",
});

export class Carrier {
  #renewals = 0;

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
    this.frame = new Frame(place);
    this.frame.addEventListener("joined", () => this.#joined());
    this.frame.addEventListener("switches", (event) => this.#follow(/** @type {CustomEvent} */ (event).detail));
    this.frame.addEventListener("left", () => this.#leave());
    this.frame.addEventListener("trouble", (event) => this.#heed(/** @type {CustomEvent} */ (event).detail));
    hear(MOVED, ({ words }) => this.#move(words));
  }

  /** @param {Ticket} ticket */
  enter(ticket) {
    void this.frame.join(ticket, this.wanted);
  }

  /** @param {"mic" | "camera"} kind @param {boolean} on */
  flip(kind, on) {
    this.wanted = { ...this.wanted, [kind]: on };
    this.frame.flip(kind, on);
  }

  /** @param {boolean} on */
  share(on) {
    this.frame.share(on);
  }

  async close() {
    await this.frame.close();
    this.frame.place.remove();
  }

  #joined() {
    this.#renewals = 0;
    closeDialog("dialog-lost");
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
      closeDialog("dialog-lost");
      toast(words ?? "The call goes on peer-to-peer");
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
      this.sitting.end("dialog-kicked");
    } else {
      toast(REASONS[type] ?? "The call could not be reached");
      console.warn("call:", type, words);
      this.sitting.mesh.send(TROUBLE, { kind: type });
      openDialog("dialog-lost", false);
    }
  }
}

/**
 * Match what the server said last: into the frame, or out of it and on among browsers.
 * @param {import("./sitting.js").Sitting} sitting
 */
export function carry(sitting) {
  const { ticket, isCarried } = sitting.mesh;
  if (isCarried && ticket?.url) {
    sitting.carrier ??= begin(sitting);
    sitting.carrier.enter({ url: ticket.url, token: ticket.token ?? "", user_name: ticket.user_name ?? "" });
  } else if (sitting.carrier && !isCarried) {
    const { wanted } = sitting.carrier;
    void sitting.carrier.close();
    sitting.carrier = null;
    delete room().dataset.provider;
    void sitting.media.start({ mic: wanted.mic, camera: wanted.camera });
  }
}

/** @param {import("./sitting.js").Sitting} sitting */
function begin(sitting) {
  const { media } = sitting;
  const wanted = media.switches;
  const place = Object.assign(document.createElement("div"), { className: "carrier" });
  void style("daily").then(() => (room().dataset.provider = "daily"));
  document.querySelector(".stage")?.append(place);
  // The frame opens the devices itself, and many give themselves to one taker only.
  const carrier = new Carrier(sitting, place, wanted);
  sitting.carrier = carrier;
  media.stop();
  return carrier;
}

function room() {
  return /** @type {HTMLElement} */ (document.querySelector(".room"));
}
