/** The screens that people share, each in a tile of its own that never leaves its place in the page. */

import { SELF } from "../../elements/call-stage.js";
import { button, element, icon } from "../../lib/draw.js";
import { drawOwnCard } from "./own.js";

/** @typedef {import("../../call/mesh.js").Face} Face */

/**
 * @typedef {object} Screen
 * @property {HTMLLIElement} tile
 * @property {HTMLVideoElement} video
 * @property {string} name whose it is
 * @property {number} user
 */

export class Screens {
  /** @type {Map<string, Screen>} by participant (SELF for the own), the newest last */
  all = new Map();
  /** @type {WeakSet<MediaStreamTrack>} tracks whose first picture is waited for */
  #awaited = new WeakSet();

  /**
   * @param {import("../sitting.js").Sitting} sitting
   * @param {HTMLElement} tiles
   */
  constructor(sitting, tiles) {
    this.sitting = sitting;
    this.tiles = tiles;
  }

  /**
   * Match who shares.
   * @param {Map<string, Face>} faces
   * @returns {{begun: string[], ended: string[]}} the keys of those that were not there before, or are no longer
   */
  match(faces) {
    const sharing = new Map([...faces].filter(([, { person, display }]) => person.screen && display));
    const ended = [...this.all.keys()].filter((key) => !sharing.has(key));
    const begun = [...sharing.keys()].filter((key) => !this.all.has(key));
    ended.forEach((key) => this.#end(key));
    begun.forEach((key) => this.#begin(key, /** @type {Face} */ (sharing.get(key))));
    sharing.forEach((face, key) => this.#attach(key, face));
    return { begun, ended };
  }

  /** @param {string} key @param {Face} face */
  #begin(key, { person }) {
    const { tile, video } = key === SELF ? draw(key, "You are sharing your screen", "Your screen")
      : draw(key, `${person.name} is sharing a screen`, `${person.name}’s screen`);
    video.muted = key === SELF;
    if (key === SELF) {
      drawOwnCard(tile, this.sitting);
    }
    this.all.set(key, { tile, video, name: person.name, user: person.user });
    this.tiles.prepend(tile);
  }

  /** @param {string} key */
  #end(key) {
    const screen = this.all.get(key);
    this.all.delete(key);
    if (screen) {
      screen.video.srcObject = null;
      screen.tile.remove();
    }
  }

  /**
   * A player that was given a stream before its first picture might never wake up: it gets it with the picture.
   * @param {string} key @param {Face} face
   */
  #attach(key, { display }) {
    const video = this.all.get(key)?.video;
    const track = this.sitting.mesh.peers.all.get(key)?.transceiver("screen")?.receiver.track;
    if (video && display?.getVideoTracks().length && video.srcObject !== display) {
      video.srcObject = display;
      void this.sitting.stage.play(video);
    } else if (track?.muted && !this.#awaited.has(track)) {
      this.#awaited.add(track);
      track.addEventListener("unmute", () => this.sitting.draw());
    }
  }
}

/** @param {string} key @param {string} words @param {string} title */
function draw(key, words, title) {
  const video = element("video", { class: "tile__media", "data-shared": "", autoplay: "", playsinline: "" });
  const tile = element("li", { class: "tile tile--share", "data-share": key, "aria-label": title },
    video,
    element("p", { class: "share-tag" }, icon("screen", "icon--s"), element("span", { dir: "auto" }, words)),
    element("p", { class: "tile__name" }, icon("screen"), element("span", { dir: "auto" }, title)),
    element("button", { class: "tile__cover", type: "button", "data-act": "show-share" },
      element("span", { class: "sr" }, `Show ${title}`)),
    tools());
  return { tile, video };
}

function tools() {
  const full = button({ class: "btn btn--icon btn--s", "data-act": "full", "aria-pressed": "false" }, "expand", "Full screen");
  full.lastElementChild?.classList.add("sr");
  const slot = element("span", { class: "share-tools__more", "data-share-tools": "" });
  return element("div", { class: "share-tools", role: "toolbar", "aria-label": "Shared screen" }, slot, full);
}
