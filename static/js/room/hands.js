/** Raised hands: the own one, and everybody's in the order in which they went up, on the tiles and in words. */

import { HAND, JOINED } from "../call/signals.js";
import { element, icon } from "../lib/draw.js";
import { style } from "../lib/style.js";
import { toast } from "../shell/toast.js";
import { askWhileSpeaking } from "./hands-down.js";
import { hear } from "./hear.js";

/** @typedef {import("./later.js").Page} Page */

class Hands {
  /** @type {string | null} since when the own one is raised */
  own;

  /** @param {Page} page */
  constructor({ sitting, wire, room }) {
    this.page = { sitting, wire, room };
    this.me = Number(room.dataset.me);
    // What the page was made with; later everything comes by the wire.
    this.own = document.querySelector(`#person-${this.me}[data-hand]`)?.getAttribute("data-hand") ?? null;
    hear(HAND, (change) => this.#heed(change));
    hear(JOINED, ({ people }) => this.#settle(people));
    hear("error:room", ({ event, message }) => event === HAND && (toast(message), this.draw()));
    sitting.mesh.addEventListener("people", () => this.draw());
    askWhileSpeaking(sitting.stage, () => this.own !== null, () => this.move(false));
    void style("hands").then(() => this.draw());
  }

  /** @param {boolean} raised */
  move(raised) {
    const { sitting, wire, room } = this.page;
    const sent = /** @type {unknown} */ (wire.send(HAND, { raised }, room.dataset.audience));
    if (sent === false) {
      toast("The line to the room is down: your hand stays as it was");
    } else {
      // The answer comes by the wire, and may be another one.
      sitting.controls.press("hand", raised);
    }
  }

  draw() {
    const { sitting } = this.page;
    const line = this.#line();
    sitting.controls.press("hand", this.own !== null);
    sitting.stage.querySelectorAll("li.tile[data-user]").forEach((tile) => {
      const place = line.indexOf(Number(tile.getAttribute("data-user"))) + 1;
      drawBadge(tile.querySelector(".tile__top"), place);
    });
  }

  /** @returns {number[]} everybody whose hand is up, the first one first */
  #line() {
    const since = new Map([...this.page.sitting.mesh.roster.people.values()].map(({ user, hand }) => [user, hand]));
    since.set(this.me, this.own);
    const raised = /** @type {[number, string][]} */ ([...since].filter(([, hand]) => hand !== null));
    return raised.sort(([one, first], [other, then]) => Date.parse(first) - Date.parse(then) || one - other).map(([user]) => user);
  }

  /** @param {import("../call/signals.js").HandChanged & {by?: number}} change */
  #heed({ user_id, hand, by }) {
    const person = [...this.page.sitting.mesh.roster.people.values()].find(({ user }) => user === user_id);
    if (user_id === this.me) {
      this.own = hand;
      this.draw();
    }
    if (user_id === this.me && !hand && by && by !== this.me) {
      toast("The host lowered your hand");
    } else if (person && hand) {
      toast(`${person.name} raised a hand`);
    }
  }

  /** @param {import("../call/signals.js").FaceData[]} people */
  #settle(people) {
    this.own = people.find(({ user }) => user.id === this.me)?.hand ?? null;
    this.draw();
  }
}

/** @type {Hands | undefined} */
let hands;

/** @param {Page} page */
export function watchHands(page) {
  hands ??= new Hands(page);
  return hands;
}

/** @param {Page} page */
export function toggleHand(page) {
  // By what the button shows: a second press means the opposite before the first is answered.
  const isRaised = document.querySelector("[data-ctl=hand]")?.getAttribute("aria-pressed") === "true";
  watchHands(page).move(!isRaised);
}

/** @param {Element | null} top @param {number} place in line, 0 with the hand down */
function drawBadge(top, place) {
  const badge = top?.querySelector("[data-badge=hand]");
  if (!place) {
    badge?.remove();
  } else if (badge?.getAttribute("data-place") !== String(place)) {
    badge?.remove();
    const words = element("span", { class: "sr" }, ": hand raised");
    const made = element("span", { class: "badge badge--hand num", "data-badge": "hand", "data-place": String(place) });
    made.append(icon("hand"), String(place), words);
    top?.append(made);
  }
}
