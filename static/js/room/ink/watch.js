/** Touching a shared screen together: the sheet, the hand and the tools, while there is a screen to be touched. */

import { BURST, inkMessages, PER_SECOND, readInk } from "../../call/ink.js";
import { Throttle } from "../../call/throttle.js";
import { element } from "../../lib/draw.js";
import { style } from "../../lib/style.js";
import { sendFrame } from "./frame.js";
import { Hand } from "./hand.js";
import { Sheet } from "./sheet.js";
import { Tools } from "./tools.js";

/**
 * @typedef {object} Shown what stands on the stage
 * @property {string} participant whose screen it is
 * @property {number} user
 * @property {HTMLVideoElement} video
 * @property {HTMLElement} main
 */

const TINTS = 6;
/** Whoever was quiet for so long is told of again. */
const PAUSE = 10_000;

class Touching {
  /** @type {Map<string, Throttle>} by participant */
  #throttles = new Map();
  /** @type {Map<string, number>} by participant: when they touched it last */
  #touched = new Map();
  #words = element("p", { class: "sr", role: "status" });

  /**
   * @param {import("../later.js").Page} page
   * @param {Shown} shown
   */
  constructor({ sitting, room }, { participant, user, video, main }) {
    this.mesh = sitting.mesh;
    this.facts = room.dataset;
    /** Whose screen, as everybody calls them: one's own page may not. */
    this.on = participant || this.mesh.roster.participant;
    this.sheet = new Sheet(video, (author) => this.#who(author));
    this.hand = new Hand(this.sheet, (ink) => this.#tell({ on: this.on, ...ink }));
    main.append(this.#words);
    const place = main.querySelector("[data-share-tools]") ?? main;
    this.tools = new Tools(place, {
      take: (tool) => this.hand.take(tool),
      nudge: (across, down) => this.hand.nudge(across, down),
      send: () => sendFrame(this.sheet, { room: this.facts.roomCode ?? "", user }),
    });
  }

  /** @param {string} from @param {any} message */
  hear(from, message) {
    const throttle = this.#throttles.get(from) ?? new Throttle(PER_SECOND, BURST);
    this.#throttles.set(from, throttle);
    const ink = this.mesh.roster.people.has(from) && throttle.take() ? readInk(message) : null;
    if (ink?.on === this.on) {
      this.sheet.add(from, ink);
      this.#say(from, ink.kind);
    }
  }

  end() {
    this.hand.take(null);
    this.tools.remove();
    this.sheet.remove();
    this.#words.remove();
  }

  /** For whoever does not see it. @param {string} author @param {import("../../call/ink.js").InkKind} kind */
  #say(author, kind) {
    const now = performance.now();
    if (now - (this.#touched.get(author) ?? -PAUSE) >= PAUSE) {
      const does = kind === "pen" ? "draws on" : "points at";
      this.#words.textContent = `${this.mesh.roster.people.get(author)?.name} ${does} the shared screen`;
    }
    this.#touched.set(author, now);
  }

  /** @param {import("../../call/ink.js").Ink} ink */
  #tell(ink) {
    this.sheet.add("", ink);
    inkMessages(ink).forEach((message) => this.mesh.say(message));
  }

  /** @param {string} author nobody is oneself @returns {import("./draw.js").Author} */
  #who(author) {
    const { me, name = "" } = this.facts;
    const person = this.mesh.roster.people.get(author);
    const full = author ? (person?.name ?? "") : name;
    return { name: full.split(" ")[0], tint: person?.tint ?? Number(me) % TINTS };
  }
}

/** @param {import("../later.js").Page} page */
export function watchInk(page) {
  /** @type {Touching | null} */
  let touching = null;
  document.addEventListener("share:shown", (event) => {
    touching?.end();
    void style("ink");
    touching = new Touching(page, /** @type {CustomEvent<Shown>} */ (event).detail);
  });
  document.addEventListener("share:hidden", () => {
    touching?.end();
    touching = null;
  });
  page.sitting.mesh.addEventListener("message", (event) => {
    const { from, message } = /** @type {CustomEvent} */ (event).detail;
    if (message?.ink) {
      touching?.hear(from, message);
    }
  });
}
