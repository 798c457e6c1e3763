/** The data budget: what this call has carried is counted, shown beside the room's name, and kept to. */

import { FREE, MB, allowed, bookFrom, counted } from "../call/budget.js";
import { AUDIO, LADDER } from "../call/quality.js";
import { button, element } from "../lib/draw.js";
import { style } from "../lib/style.js";
import { toast } from "../shell/toast.js";
import { addToMore } from "./made-dialog.js";

/** @typedef {import("../call/budget.js").Book} Book */

const STORE = "guftagu:data";
/** A sitting that was left longer ago is another one. */
const RETURN = 30 * 60_000;
/** @type {Record<string, string>} */
const WORDS = {
  sd: "smaller pictures",
  low: "small pictures",
  speaker: "only who speaks is seen",
  stills: "who speaks is seen in one picture a second",
  audio: "sound only",
};

/** Emits `change` after each count and choice. */
export class Budget extends EventTarget {
  /** @type {Book} */
  book;
  allowance = FREE;

  /**
   * @param {string} room
   * @param {import("../call/quality-regulator.js").Regulator} regulator
   */
  constructor(room, regulator) {
    super();
    this.room = room;
    this.regulator = regulator;
    this.book = restored(room) ?? { limit: null, used: 0, since: Date.now(), rate: 0 };
    this.#keepTo();
  }

  /** @param {Map<string, import("../call/stats.js").Reading>} readings */
  count(readings) {
    this.book = counted(this.book, readings.values());
    const before = this.allowance;
    this.#keepTo();
    if (this.allowance.spent && !before.spent) {
      toast(`Your ${this.limit} MB are used up: sound only, as thin as it gets`);
    } else if (this.allowance.step > before.step) {
      toast(`To keep to your ${this.limit} MB: ${WORDS[LADDER[this.allowance.step].name]}`);
    }
  }

  /** @param {number | null} limit megabytes */
  choose(limit) {
    this.book = { ...this.book, limit: limit && limit * MB };
    this.#keepTo();
  }

  get limit() {
    return this.book.limit && this.book.limit / MB;
  }

  /** What is seen just now, in words; "" while nothing is held back. */
  get words() {
    return this.allowance.spent ? `${WORDS.audio}, as thin as it gets` : (WORDS[LADDER[this.allowance.step].name] ?? "");
  }

  #keepTo() {
    const { size } = this.regulator.mesh.roster.people;
    this.allowance = allowed(this.book, size, Date.now(), this.allowance.step);
    this.regulator.budget = this.allowance;
    this.regulator.regulate();
    keep(this.room, this.book);
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @param {import("./later.js").Page} page
 * @param {import("../call/stats-pulse.js").Pulse} pulse
 * @param {import("../call/quality-regulator.js").Regulator} regulator
 */
export function startBudget({ room, sitting }, pulse, regulator) {
  const budget = new Budget(room.dataset.roomCode ?? "", regulator);
  const open = async () => (await import("./budget-dialog.js")).openBudget(budget);
  const meter = element("button", { class: "data-meter", type: "button", hidden: "" }, element("span", {}), element("i", {}));
  meter.addEventListener("click", () => void open());
  (room.querySelector(".room__facts") ?? room.querySelector(".room__bar"))?.append(meter);
  budget.addEventListener("change", () => drawMeter(meter, budget));
  pulse.addEventListener("readings", () => budget.count(pulse.readings));
  const make = () => {
    const made = button({}, "signal", "Data budget");
    made.addEventListener("click", () => void open());
    return made;
  };
  addToMore(sitting.mesh, "budget", make);
  void style("quality").then(() => drawMeter(meter, budget));
}

/** @param {HTMLElement} meter @param {Budget} budget */
function drawMeter(meter, { book, limit, allowance }) {
  const used = Math.floor(book.used / MB);
  const share = book.limit ? Math.min(1, book.used / book.limit) : 0;
  meter.hidden = limit === null;
  meter.setAttribute("aria-label", `Data used: ${used} of ${limit} MB`);
  meter.firstElementChild?.replaceChildren(`${used} / ${limit} MB`);
  meter.classList.toggle("is-low", share >= 0.75 || allowance.step === AUDIO);
  /** @type {HTMLElement} */ (meter.lastElementChild).style.setProperty("--share", String(share));
}

/** @param {string} room @returns {Book | null} */
function restored(room) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
    return kept?.room === room && Date.now() - kept.at < RETURN ? bookFrom(kept, Date.now()) : null;
  } catch {
    return null;
  }
}

/** @param {string} room @param {Book} book */
function keep(room, { limit, used, since }) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ room, limit, used, since, at: Date.now() }));
  } catch {
    // Where nothing may be stored, a reload counts anew.
  }
}
