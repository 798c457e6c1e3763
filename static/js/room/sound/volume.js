/** How loud each of the others is for this person alone: 0 to 200 per cent, kept by person. */

import { sound } from "../../call/level.js";
import { element, icon } from "../../lib/draw.js";
import { keep, kept } from "../../lib/kept.js";

const STORE = "volumes";
const MOST_KEPT = 100;
const USUAL = 100;

/** @typedef {{stream: MediaStream, source: MediaStreamAudioSourceNode, gain: GainNode}} Boost */

class Volumes {
  /** @type {WeakMap<HTMLVideoElement, Boost>} what makes a player louder than it can be */
  #boosts = new WeakMap();

  /** @param {import("../later.js").Page} page */
  constructor({ sitting, room }) {
    this.stage = sitting.stage;
    this.me = Number(room.dataset.me);
    ["people", "stream", "state"].forEach((change) => sitting.mesh.addEventListener(change, () => this.#applyAll()));
    document.addEventListener("tile:open", (event) => this.#offer(/** @type {CustomEvent} */ (event).detail));
    this.stage.addEventListener("pointerover", ({ target }) => this.#offerOver(/** @type {Element} */ (target)));
    this.stage.addEventListener("focusin", ({ target }) => this.#offerOver(/** @type {Element} */ (target)));
    // Sound that the page makes itself waits for the person's first touch.
    sound().addEventListener("statechange", () => this.#applyAll());
    document.addEventListener("pointerdown", () => sound(), { once: true });
    this.#applyAll();
  }

  /** @param {Element} target */
  #offerOver(target) {
    const tile = /** @type {HTMLElement | null} */ (target.closest("li.tile[data-user]"));
    const body = tile?.querySelector(".tile__over");
    if (tile && body && !body.querySelector(".volume")) {
      this.#offer({ user: Number(tile.dataset.user), body: /** @type {HTMLElement} */ (body) });
    }
  }

  /** @param {{user: number, body: HTMLElement}} shown */
  #offer({ user, body }) {
    const slot = body.querySelector("[data-slot=volume]");
    if (slot && user !== this.me) {
      slot.replaceChildren(slider(percent(user), (chosen) => this.#set(user, chosen)));
    }
  }

  /** @param {number} user @param {number} chosen per cent */
  #set(user, chosen) {
    const { [user]: _before, ...others } = volumes();
    const latest = Object.entries(others).slice(-MOST_KEPT);
    keep(STORE, { ...Object.fromEntries(latest), ...(chosen === USUAL ? {} : { [user]: chosen }) });
    this.#applyAll();
  }

  #applyAll() {
    for (const player of /** @type {NodeListOf<HTMLVideoElement>} */ (this.stage.querySelectorAll("[data-user] video"))) {
      const user = Number(player.closest("[data-user]")?.getAttribute("data-user"));
      if (user !== this.me) {
        this.#apply(player, percent(user));
      }
    }
  }

  /** @param {HTMLVideoElement} player @param {number} chosen per cent */
  #apply(player, chosen) {
    const stream = /** @type {MediaStream | null} */ (player.srcObject);
    const hasSound = Boolean(stream?.getAudioTracks().length);
    const boost = this.#boosts.get(player);
    if (boost && (chosen <= USUAL || boost.stream !== stream)) {
      boost.source.disconnect();
      boost.gain.disconnect();
      this.#boosts.delete(player);
      player.muted = false;
    }
    player.volume = Math.min(1, chosen / USUAL);
    if (chosen > USUAL && stream && hasSound && sound().state === "running") {
      this.#boost(player, stream).gain.gain.value = chosen / USUAL;
    }
  }

  /** @param {HTMLVideoElement} player @param {MediaStream} stream */
  #boost(player, stream) {
    const context = sound();
    const known = this.#boosts.get(player);
    const source = known?.source ?? context.createMediaStreamSource(stream);
    const boost = known ?? { stream, source, gain: new GainNode(context) };
    if (!known) {
      source.connect(boost.gain).connect(context.destination);
      this.#boosts.set(player, boost);
    }
    // The player goes on, unheard: browsers fetch the sound of a connection only for a player.
    player.muted = true;
    return boost;
  }
}

/** @param {import("../later.js").Page} page */
export function watchVolumes(page) {
  return new Volumes(page);
}

/** @param {number} now @param {(chosen: number) => void} set */
function slider(now, set) {
  const range = element("input", { class: "range", type: "range", min: "0", max: "200", step: "5", "aria-label": "Volume for you" });
  const shown = element("output", { class: "num" });
  const mute = element("button", { class: "btn btn--s btn--icon", type: "button" });
  const draw = (/** @type {number} */ chosen) => {
    range.value = String(chosen);
    range.setAttribute("aria-valuetext", chosen ? `${chosen} per cent` : "Muted for you");
    shown.textContent = `${chosen} %`;
    mute.replaceChildren(icon(chosen ? "volume" : "volume-off"), element("span", { class: "sr" }, chosen ? "Mute for me" : "Unmute for me"));
  };
  const choose = (/** @type {number} */ chosen) => (set(chosen), draw(chosen));
  let loud = now || USUAL;
  range.addEventListener("input", () => choose(Number(range.value)));
  range.addEventListener("change", () => (loud = Number(range.value) || loud));
  mute.addEventListener("click", () => choose(Number(range.value) ? 0 : loud));
  draw(now);
  const row = element("div", { class: "range-row volume" }, mute, range, shown);
  // To the stage a click on a tile is a wish to see its actions, and these are open.
  row.addEventListener("click", (event) => event.stopPropagation());
  return row;
}

/** @param {number} user */
function percent(user) {
  return Math.max(0, Math.min(200, volumes()[user] ?? USUAL));
}

/** @returns {Record<string, number>} */
function volumes() {
  return kept(STORE, {});
}
