/** <call-stage>: the tiles of everybody in the call. */

import { drawSpeaking, drawTile, makeTile, video } from "./call-tile.js";

/** @typedef {import("../call/mesh.js").Face} Face */

/** The key of the own tile, whose participant may be given another id. */
export const SELF = "";

const LEAVING = 300;

/**
 * Emits `drawn` (detail: {self, others}, faces) after each drawing and `speaking` (detail: {id, isSpeaking}): what is
 * fetched later shows shared screens, a pinned person and more by them.
 */
class CallStage extends HTMLElement {
  /** @type {Map<string, HTMLLIElement>} by participant */
  #tiles = new Map();
  #speaker = "";

  connectedCallback() {
    this.addEventListener("click", (event) => this.#click(/** @type {HTMLElement} */ (event.target)));
  }

  /**
   * Draw everybody; the tiles of those who are gone leave.
   * @param {Face} self
   * @param {Face[]} others
   * @param {boolean} [isKnown] whether it is known who is there: until then nobody is said to be alone
   */
  show(self, others, isKnown = true) {
    if (isKnown) {
      this.querySelector("[data-skeleton]")?.remove();
    }
    const present = new Set([SELF, ...others.map((face) => face.person.participant)]);
    [...this.#tiles.keys()].filter((id) => !present.has(id)).forEach((id) => this.#leave(id));
    this.#draw(SELF, self);
    others.forEach((face) => this.#draw(face.person.participant, face));
    this.count();
    this.dispatchEvent(new CustomEvent("drawn", { detail: { self, others } }));
  }

  /** @param {string} key a participant, or SELF */
  tile(key) {
    return this.#tiles.get(key);
  }

  /** @param {string} id @param {boolean} isSpeaking */
  setSpeaking(id, isSpeaking) {
    const tile = this.#tiles.get(id);
    if (tile) {
      drawSpeaking(tile, isSpeaking);
    }
    this.dispatchEvent(new CustomEvent("speaking", { detail: { id, isSpeaking } }));
  }

  /** @param {string} device the speaker that everybody is heard from */
  useSpeaker(device) {
    this.#speaker = device;
    this.querySelectorAll("video").forEach((each) => void this.play(each));
  }

  /** @param {string} key @param {Face} face */
  #draw(key, { person, state, stream }) {
    const look = { person, state, isSelf: key === SELF };
    const tile = this.#tiles.get(key) ?? this.#add(key, look);
    tile.id = `participant-${person.participant}`;
    drawTile(tile, look);
    // A player that was given an empty stream does not wake up when its first track is one of sound.
    const playable = stream?.getTracks().length ? stream : null;
    if (video(tile).srcObject !== playable) {
      video(tile).srcObject = playable;
      void this.play(video(tile));
    }
  }

  /** @param {string} key @param {import("./call-tile.js").Look} look */
  #add(key, look) {
    const tile = makeTile(look);
    this.#tiles.set(key, tile);
    this.#part(".tiles").insertBefore(tile, this.#part("[data-skeleton], [data-alone]"));
    /** @type {any} */ (globalThis).htmx?.process(tile);
    return tile;
  }

  /** @param {string} id */
  #leave(id) {
    const tile = this.#tiles.get(id);
    this.#tiles.delete(id);
    tile?.removeAttribute("id");
    tile?.classList.add("is-leaving");
    setTimeout(() => {
      tile?.remove();
      this.count();
    }, LEAVING);
  }

  /** The grid follows the number of places, that of "Add More" and of those who are just leaving included. */
  count() {
    const max = Number(this.dataset.max);
    const people = this.#tiles.size;
    this.#part("[data-alone]").hidden = people !== 1 || this.#part("[data-skeleton]") !== null;
    this.#part("[data-add]").hidden = people === 1 || people >= max;
    this.#part("[data-add] small").textContent = `${people}/${max}`;
    const tiles = this.#part(".tiles");
    tiles.dataset.count = String(tiles.querySelectorAll(":scope > li:not([hidden], .tile--share)").length);
  }

  /** @param {HTMLVideoElement} video */
  async play(video) {
    try {
      // A speaker that is gone, or not allowed, is no reason for silence.
      await video.setSinkId?.(this.#speaker).catch(() => {});
      await video.play();
    } catch (error) {
      // Browsers play no sound before the person has touched the page.
      if (error instanceof DOMException && error.name === "NotAllowedError") {
        this.#part("[data-act=sound]").hidden = false;
      }
    }
  }

  /** @param {HTMLElement} target */
  #click(target) {
    const button = target.closest("[data-act]");
    const tile = target.closest(".tile");
    const act = button?.getAttribute("data-act");
    if (act === "sound") {
      this.#part("[data-act=sound]").hidden = true;
      this.useSpeaker(this.#speaker);
    } else if (act === "invite") {
      document.dispatchEvent(new CustomEvent("invite:open"));
    } else if (!button && tile instanceof HTMLElement) {
      void import("./tile-actions.js").then(({ openActions }) => openActions(tile));
    }
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("call-stage", CallStage);
export { CallStage };
