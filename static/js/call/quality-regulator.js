/** Keeps what is sent to everybody fitting the lines, the number of people, the tiles and the data budgets. */

import { FREE } from "./budget.js";
import { HD, captureFor, faceFor, screenFor, voiceFor } from "./quality.js";
import { FRESH, advance, ownStrength } from "./quality-line.js";
import { capture, sendFace, sendScreen, sendSound, sendVoice } from "./quality-sender.js";
import { ANYTHING, PAUSED, WANT, reasonFor, reasonFrom, wantFor, wantFrom } from "./quality-talk.js";

/** @typedef {import("./quality-talk.js").Want} Want */
/** @typedef {import("./quality-talk.js").Reason} Reason */

/** What is not heard is said again after so many passes: the other page may have come to listen only then. */
const AGAIN = 5;

/** Emits `change` after each pass. */
export class Regulator extends EventTarget {
  /** @type {import("./quality.js").Quality} as the room is set */
  quality = "auto";
  /** What the own data budget allows. */
  budget = FREE;
  /** @type {string | null} the participant who speaks; the own one is "" */
  speaker = null;
  /** @type {Map<string, import("./quality-line.js").Line>} */
  lines = new Map();
  /** @type {Map<string, Want>} what each of the others asks for */
  wants = new Map();
  /** @type {Map<string, Reason>} why somebody's face does not come */
  theirs = new Map();
  /** @type {Map<string, Reason>} why somebody's shared screen does not come */
  hidden = new Map();
  /** @type {Map<string, Reason>} why the own one is not sent to somebody */
  mine = new Map();
  /** @type {Map<string, import("./quality.js").Encoding>} */
  #faces = new Map();
  /** @type {Map<string, string>} what was last said, by participant and kind */
  #said = new Map();
  #passes = 0;

  /**
   * @param {import("./mesh.js").Mesh} mesh
   * @param {import("./stats-pulse.js").Pulse} pulse
   * @param {(id: string) => Pick<Want, "height" | "screen" | "asked">} shown how large somebody is on this screen
   */
  constructor(mesh, pulse, shown) {
    super();
    this.mesh = mesh;
    this.shown = shown;
    pulse.addEventListener("readings", () => this.#follow(pulse.readings));
    mesh.addEventListener("state", () => {
      // Who is on another line now has heard nothing yet, and need not get more than fits at first.
      this.#said.clear();
      this.regulate();
    });
    mesh.addEventListener("message", (event) => this.#heed(/** @type {CustomEvent} */ (event).detail));
  }

  get strength() {
    return ownStrength([...this.lines.values()].map(({ strength }) => strength));
  }

  /** Bring everything in line with what is known just now. */
  regulate() {
    const { people } = this.mesh.roster;
    const known = /** @type {Map<string, unknown>[]} */ ([this.lines, this.wants, this.theirs, this.hidden, this.mine]);
    known.forEach((map) => [...map.keys()].filter((id) => !people.has(id)).forEach((id) => map.delete(id)));
    const isShared = this.mesh.peers.tracks.screen !== null || [...people.values()].some(({ screen }) => screen);
    void capture(this.mesh.peers.tracks.camera, captureFor(this.quality, people.size + 1));
    this.mesh.peers.all.forEach((peer, id) => this.#send(id, peer, isShared));
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Map<string, import("./stats.js").Reading>} readings */
  #follow(readings) {
    const { camera } = this.mesh.peers.tracks;
    for (const [id, reading] of readings) {
      const face = this.#faces.get(id);
      this.lines.set(id, advance(this.lines.get(id) ?? FRESH, reading, camera && face?.active ? face.bitrate : 0));
    }
    this.#passes += 1;
    if (this.#passes % AGAIN === 0) {
      this.#said.clear();
    }
    this.regulate();
  }

  /** @param {{from: string, message: any}} said */
  #heed({ from, message }) {
    if (message?.kind === WANT) {
      this.wants.set(from, wantFrom(message));
      this.regulate();
    } else if (message?.kind === PAUSED) {
      keep(this.theirs, from, reasonFrom(message.reason));
      keep(this.hidden, from, reasonFrom(message.screen));
      this.dispatchEvent(new Event("change"));
    }
  }

  /** @param {string} id @param {import("./peer.js").Peer} peer @param {boolean} isShared */
  #send(id, peer, isShared) {
    const line = this.lines.get(id)?.step ?? HD;
    const step = Math.max(line, this.budget.step);
    const want = this.wants.get(id) ?? ANYTHING;
    const people = this.mesh.roster.people.size + 1;
    const { bitrate: cap, spent: isSpent } = this.budget;
    const scene = { step, people, quality: this.quality, cap, isSpent, isSpeaking: this.speaker === "", isShared, want };
    const face = faceFor(scene);
    this.#faces.set(id, face);
    const screen = screenFor(scene);
    const voice = voiceFor(step, isSpent || want.spent);
    void sendFace(peer.transceiver("camera")?.sender, face);
    void sendScreen(peer.transceiver("screen")?.sender, screen);
    void sendVoice(peer.transceiver("audio")?.sender, voice);
    void sendSound(peer.transceiver("sound")?.sender, !want.spent && !isSpent, voice * 2);
    const reason = face.active ? null : reasonFor(line, this.budget.step, want);
    keep(this.mine, id, reason);
    const hidden = screen.active ? null : isSpent ? "budget" : "asked";
    this.#say(id, peer, { kind: PAUSED, reason, screen: hidden });
    this.#say(id, peer, { kind: WANT, ...wantFor(this.budget, this.shown(id), this.speaker === id) });
  }

  /** @param {string} id @param {import("./peer.js").Peer} peer @param {{kind: string} & Record<string, unknown>} message */
  #say(id, peer, message) {
    const words = JSON.stringify(message);
    const topic = `${id} ${message.kind}`;
    if (peer.state === "connected" && this.#said.get(topic) !== words) {
      this.#said.set(topic, words);
      peer.beside.say(message);
    }
  }
}

/** @template T @param {Map<string, T>} known @param {string} id @param {T | null} value */
function keep(known, id, value) {
  if (value === null) {
    known.delete(id);
  } else {
    known.set(id, value);
  }
}
