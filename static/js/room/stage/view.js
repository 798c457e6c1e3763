/** What the stage shows large and what beside it; every tile stays where it is in the page, so no picture restarts. */

import { SELF } from "../../elements/call-stage.js";
import { button } from "../../lib/draw.js";
import { toast } from "../../shell/toast.js";
import { isAllowed } from "../sharing.js";
import { onSpeaker } from "../speaker.js";
import { dress } from "./dress.js";
import { Focus } from "./focus.js";
import { Screens } from "./screens.js";
import { watchTouches } from "./touches.js";

/** @typedef {import("../../call/mesh.js").Face} Face */

/** Emits `change` when something else is shown large, or nothing. */
export class View extends EventTarget {
  focus = new Focus();
  /** Which of the others had the floor last. */
  speaker = "";
  /** @type {Map<string, Face>} by participant; SELF for the person who looks */
  faces = new Map();
  /** @type {HTMLElement | null} the tile that is shown large */
  large = null;
  #invite = button({ class: "btn btn--primary fab narrow", "data-act": "invite" }, "user-plus", "Invite");

  /**
   * @param {import("../later.js").Page} page
   * @param {HTMLElement} tiles
   */
  constructor({ sitting, room }, tiles) {
    super();
    this.sitting = sitting;
    this.room = room;
    this.stage = sitting.stage;
    this.tiles = tiles;
    this.screens = new Screens(sitting, tiles);
    this.stage.append(this.#invite);
    this.stage.addEventListener("drawn", (event) => this.#draw(/** @type {CustomEvent} */ (event).detail));
    onSpeaker(({ participant, isSelf }) => {
      if (participant !== null && !isSelf) {
        this.speaker = participant;
        this.lay();
        this.dispatchEvent(new Event("change"));
      }
    });
    watchTouches(this);
  }

  /** What is shown large just now. */
  get now() {
    return this.focus.among({
      shares: [...this.screens.all.keys()],
      people: [...this.faces.keys()].filter((key) => this.stage.tile(key)?.hidden === false),
      speaker: this.speaker,
      others: this.others,
    });
  }

  /** The keys of everybody else, in the order of their tiles. */
  get others() {
    return [...this.faces.keys()].filter((key) => key !== SELF);
  }

  /** @param {string | null} key whom to show large from now on; null for nobody, and so for what else there is */
  pin(key) {
    this.focus.pin(key);
    this.lay();
  }

  /** @param {boolean} isOn whether whoever speaks is shown large */
  follow(isOn) {
    this.focus.followsSpeaker = isOn;
    this.pin(null);
  }

  /** @param {string} key whose screen to show large */
  choose(key) {
    this.focus.prefer(key);
    this.lay();
  }

  /** Bring the page in line with what is to be large. */
  lay() {
    const { now } = this;
    const large = (now?.kind === "share" ? this.screens.all.get(now.key)?.tile : now && this.stage.tile(now.key)) ?? null;
    const before = this.large;
    this.large = large;
    this.stage.classList.toggle("has-spot", large !== null);
    this.tiles.classList.toggle("strip", large !== null);
    [...this.tiles.children].forEach((tile) => tile.classList.toggle("spot__main", tile === large));
    const beside = this.tiles.querySelectorAll(":scope > .tile:not(.spot__main, [hidden], [data-alone])");
    this.stage.classList.toggle("has-strip", beside.length > 0);
    this.#invite.hidden = this.faces.size >= Number(this.stage.dataset.max);
    this.faces.forEach((face, key) => dress(this.stage.tile(key), face, key === this.focus.pinned));
    if (large !== before) {
      this.#tell(before, large);
    }
  }

  /** @param {{self: Face, others: Face[]}} drawn */
  #draw({ self, others }) {
    this.faces = new Map([[SELF, self]]);
    others.forEach((face) => this.faces.set(face.person.participant, face));
    const names = new Map([...this.screens.all].map(([key, { name }]) => [key, name]));
    const { begun, ended } = this.screens.match(isAllowed(this.room) ? this.faces : new Map());
    // Whoever is out themselves is told why, and not of everybody else as if they had left.
    const news = this.sitting.phase === "inside" ? ended.filter((key) => key !== SELF) : [];
    news.forEach((key) => toast(this.#whyEnded(key, names.get(key) ?? "")));
    for (const key of begun) {
      this.focus.prefer(key);
      if (key !== SELF) {
        toast(`${this.faces.get(key)?.person.name} is sharing a screen`);
      }
    }
    this.lay();
  }

  /** @param {string} key @param {string} name */
  #whyEnded(key, name) {
    if (!isAllowed(this.room)) {
      return `The host switched screen sharing off: ${name}’s screen is gone`;
    } else {
      return this.faces.has(key) ? `${name} stopped sharing` : `${name} left: their screen is no longer shared`;
    }
  }

  /** @param {HTMLElement | null} before @param {HTMLElement | null} large */
  #tell(before, large) {
    if (before?.dataset.share !== undefined) {
      tell("share:hidden", { main: before });
    }
    const key = large?.dataset.share;
    const screen = key === undefined ? undefined : this.screens.all.get(key);
    if (screen) {
      const participant = key || this.sitting.mesh.roster.participant;
      const { video, user, name, tile: main } = screen;
      tell("share:shown", { participant, user, name, video, main, isOwn: key === SELF });
    }
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {string} type @param {object} detail */
function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}
