/** <call-stage>: the tiles of everybody in the call. */

import { drawSpeaking, drawTile, makeTile, video } from "./call-tile.js";
import { actOn, openActions, openInvite } from "./tile-actions.js";

/** @typedef {import("../call/mesh.js").Face} Face */

const LEAVING = 300;

class CallStage extends HTMLElement {
  /** @type {number | null} the user whose badge says Host; null goes by role */
  host = null;
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
   */
  show(self, others) {
    this.querySelector("[data-skeleton]")?.remove();
    const present = new Set([self, ...others].map((face) => face.person.participant));
    [...this.#tiles.keys()].filter((id) => !present.has(id)).forEach((id) => this.#leave(id));
    for (const face of [self, ...others]) {
      this.#draw(face, face === self, self.person.role === "guest");
    }
    this.#count();
  }

  /** @param {string} id @param {boolean} isSpeaking */
  setSpeaking(id, isSpeaking) {
    const tile = this.#tiles.get(id);
    if (tile) {
      drawSpeaking(tile, isSpeaking);
    }
  }

  /** @param {string} device the speaker that everybody is heard from */
  useSpeaker(device) {
    this.#speaker = device;
    this.#tiles.forEach((tile) => void this.#start(video(tile)));
  }

  /**
   * @param {Face} face
   * @param {boolean} isSelf
   * @param {boolean} forGuest
   */
  #draw({ person, state, stream }, isSelf, forGuest) {
    const isHost = this.host === null ? ["host", "owner"].includes(person.role ?? "") : person.user === this.host;
    const mayBefriend = !isSelf && !forGuest && person.role !== "guest";
    const look = { person, state, isSelf, isHost, mayBefriend };
    const tile = this.#tiles.get(person.participant) ?? this.#add(look);
    drawTile(tile, look);
    if (video(tile).srcObject !== stream) {
      video(tile).srcObject = stream;
      void this.#start(video(tile));
    }
  }

  /** @param {import("./call-tile.js").Look} look */
  #add(look) {
    const tile = makeTile(look);
    this.#tiles.set(look.person.participant, tile);
    this.#part(".tiles").insertBefore(tile, this.#part("[data-alone]"));
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
      this.#count();
    }, LEAVING);
  }

  /** The grid follows the number of places, that of "Add More" and of those who are just leaving included. */
  #count() {
    const max = Number(this.dataset.max);
    const people = this.#tiles.size;
    this.#part("[data-alone]").hidden = people !== 1;
    this.#part("[data-add]").hidden = people === 1 || people >= max;
    this.#part("[data-add] small").textContent = `${people}/${max}`;
    const tiles = this.#part(".tiles");
    tiles.dataset.count = String(tiles.querySelectorAll(":scope > li:not([hidden])").length);
  }

  /** @param {HTMLVideoElement} video */
  async #start(video) {
    try {
      await video.setSinkId?.(this.#speaker);
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
      this.#tiles.forEach((tile) => void this.#start(video(tile)));
    } else if (act === "invite") {
      openInvite();
    } else if (button) {
      void actOn(button, tile, this.dataset.code ?? "");
    } else if (tile instanceof HTMLElement) {
      openActions(tile);
    }
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("call-stage", CallStage);
export { CallStage };
