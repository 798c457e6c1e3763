/** How loud each of the others is for this person alone: 0 to 200 per cent, kept by person. */

import { routeSound } from "../../call/chimes.js";
import { chosen as device } from "../../call/devices.js";
import { sound } from "../../call/level.js";
import { element, icon } from "../../lib/draw.js";
import { keep, kept } from "../../lib/kept.js";
import { slider } from "./volume-slider.js";

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
    this.roster = sitting.mesh.roster;
    this.me = Number(room.dataset.me);
    ["people", "stream", "state"].forEach((change) => sitting.mesh.addEventListener(change, () => this.#applyAll()));
    document.addEventListener("tile:open", (event) => this.#offer(/** @type {CustomEvent} */ (event).detail));
    // A player that is given its sound late.
    this.stage.addEventListener("loadedmetadata", () => this.#applyAll(), { capture: true });
    // Sound that the page makes itself waits for the person's first touch.
    sound().addEventListener("statechange", () => this.#applyAll());
    document.addEventListener("pointerdown", () => sound(), { once: true });
    this.#applyAll();
  }

  /** @param {{user: number, body: HTMLElement}} shown */
  #offer({ user, body }) {
    const slot = body.querySelector("[data-slot=volume]");
    // Whoever holds the slider keeps it.
    if (slot && user !== this.me && !slot.contains(document.activeElement)) {
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
    for (const tile of /** @type {NodeListOf<HTMLElement>} */ (this.stage.querySelectorAll(".tile:is([data-user], [data-share])"))) {
      const user = this.#userOf(tile);
      const player = tile.querySelector("video");
      if (player && user && user !== this.me) {
        this.#apply(player, percent(user));
        mark(tile.querySelector(".tile__top"), percent(user) === 0);
        this.#prepare(tile, user);
      }
    }
  }

  /** Whose sound comes from there; of the own shared screen none does. @param {HTMLElement} tile */
  #userOf({ dataset: { user, share } }) {
    return Number(user ?? this.roster.people.get(share ?? "")?.user ?? 0);
  }

  /** Before anybody points at it: the Tab key passes what appears only then. @param {HTMLElement} tile @param {number} user */
  #prepare(tile, user) {
    const body = /** @type {HTMLElement | null} */ (tile.querySelector(".tile__over"));
    if (body && !body.querySelector(".volume")) {
      this.#offer({ user, body });
    }
  }

  /** @param {HTMLVideoElement} player @param {number} chosen per cent */
  #apply(player, chosen) {
    const stream = /** @type {MediaStream | null} */ (player.srcObject);
    const hasSound = Boolean(stream?.getAudioTracks().length);
    const boost = this.#boosts.get(player);
    const loud = Math.min(1, chosen / USUAL);
    player.volume = loud;
    // Telephones leave the volume to their own buttons: there it is made by hand as well.
    const isMade = chosen > USUAL || Math.abs(player.volume - loud) > 0.01;
    if (boost && (!isMade || boost.stream !== stream)) {
      boost.source.disconnect();
      boost.gain.disconnect();
      this.#boosts.delete(player);
      player.muted = false;
    }
    if (isMade && stream && hasSound && sound().state === "running") {
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
      void routeSound(device("speaker"));
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

/** Who is not heard because this person wished so looks like it. @param {Element | null | undefined} top @param {boolean} isMuted */
function mark(top, isMuted) {
  const badge = top?.querySelector("[data-badge=hushed]");
  if (!isMuted) {
    badge?.remove();
  } else if (!badge) {
    top?.append(element("span", { class: "badge", "data-badge": "hushed" }, icon("volume-off"), element("span", { class: "sr" }, "Muted for you")));
  }
}

/** @param {number} user */
function percent(user) {
  return Math.max(0, Math.min(200, volumes()[user] ?? USUAL));
}

/** @returns {Record<string, number>} */
function volumes() {
  return kept(STORE, {});
}
