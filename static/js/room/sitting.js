/** This person's part in the call: devices, connections and what the page shows of them. */

import { Media } from "../call/media.js";
import { Mesh } from "../call/mesh.js";
import { NOBODY } from "../call/roster.js";
import { wish, wishes } from "../call/wishes.js";
import { closeDialog, openDialog } from "./dialogs.js";

/** How long others wait for the answer to the browser's question about devices; what comes later is added. */
const QUESTION = 2500;

export class Sitting {
  media = new Media();
  /** @type {"entering" | "inside" | "away" | "over"} away while another tab of the same person is in the call */
  phase = "entering";
  /** @type {MediaStream | null} what is shared of this person's screen */
  display = null;
  /** @type {import("./carrier.js").Carrier | null} what carries the call in our place, if anything does */
  carrier = null;
  /** What the server knows of this person; until it has answered, next to nothing. */
  #self = NOBODY;
  #told = "";

  /**
   * @param {object} page
   * @param {DOMStringMap} page.facts of the room and the person in it
   * @param {import("../elements/call-stage.js").CallStage} page.stage
   * @param {import("../elements/call-controls.js").CallControls} page.controls
   * @param {import("../call/signals.js").Send} page.send
   */
  constructor({ facts, stage, controls, send }) {
    this.facts = facts;
    this.stage = stage;
    this.controls = controls;
    this.mesh = new Mesh(send);
    this.media.addEventListener("change", () => this.#spread());
    ["people", "stream", "state"].forEach((change) => this.mesh.addEventListener(change, () => this.draw()));
    this.mesh.addEventListener("joined", (event) => this.#heed(/** @type {CustomEvent} */ (event).detail));
    this.mesh.addEventListener("displaced", () => {
      this.#stop("away");
      openDialog("dialog-displaced");
    });
  }

  async enter() {
    if (!globalThis.RTCPeerConnection) {
      return void import("./unable.js").then(({ tellUnable }) => tellUnable(this));
    }
    this.phase = "entering";
    closeDialog("dialog-displaced");
    const { mic, camera } = wishes();
    const { media, controls } = this;
    const devices = media.start({ mic: mic && controls.has("mic"), camera: camera && controls.has("camera") });
    await Promise.race([devices, new Promise((done) => setTimeout(done, QUESTION))]);
    if (this.phase === "entering") {
      this.phase = "inside";
      this.join();
    }
  }

  /** Into the call, or back into it after the line was down. */
  join() {
    if (this.phase === "inside") {
      this.#told = JSON.stringify(this.switches);
      this.mesh.join(this.switches);
    }
  }

  /** @param {"mic" | "camera"} kind @param {boolean} on */
  async flip(kind, on) {
    const { media } = this;
    if (this.carrier) {
      return this.carrier.flip(kind, on);
    }
    await (kind === "mic" ? media.setMic(on) : media.setCamera(on));
    if (on && !media.switches[kind]) {
      void import("./words.js").then(({ complain }) => complain(media, kind));
    }
  }

  /** @param {MediaStream | null} display in the place of what was shared before, which ends */
  share(display) {
    this.display?.getTracks().forEach((track) => track.stop());
    this.display = display;
    this.#spread();
  }

  /** What is on and what is off, as everybody is told. */
  get switches() {
    return this.carrier?.switches ?? { ...this.media.switches, screen: this.display !== null };
  }

  draw() {
    const { role = "member", host, me } = this.facts;
    const { roster, ticket, faces } = this.mesh;
    const { participant } = roster;
    const person = { ...this.#self, user: Number(me), participant, role, isHost: host === me, ...this.switches };
    const self = /** @type {const} */ ({ person, state: "connected", stream: this.media.stream, display: this.display });
    this.stage.show(self, faces, ticket !== null);
  }

  leave() {
    this.#stop("over");
    this.mesh.close();
  }

  /** For good. @param {string} why one of `endings.js` @param {string} [by] whom, in words */
  end(why, by = "") {
    if (this.phase !== "over") {
      this.leave();
      import("./endings.js").then(({ openEnding }) => openEnding(why, this.facts, by), () => location.reload());
    }
  }

  /** Bring what the devices give to everybody whom it concerns. */
  #spread() {
    const { media, mesh, display } = this;
    void mesh.setTrack("audio", media.microphone);
    void mesh.setTrack("camera", media.camera);
    void mesh.setTrack("screen", display?.getVideoTracks()[0] ?? null);
    void mesh.setTrack("sound", display?.getAudioTracks()[0] ?? null);
    this.tell();
  }

  /** Show and say what is on and what is off. */
  tell() {
    const { switches } = this;
    this.controls.show(switches);
    this.draw();
    if (this.phase === "inside" && this.#told !== JSON.stringify(switches)) {
      this.#told = JSON.stringify(switches);
      wish(switches);
      this.mesh.announce(switches);
    }
  }

  /** @param {import("../call/signals.js").Person | undefined} own how the server knows this person */
  #heed(own) {
    this.#self = own ?? this.#self;
    if (own?.muted) {
      void this.flip("mic", false);
    }
    this.draw();
  }

  /** @param {"away" | "over"} phase */
  #stop(phase) {
    this.phase = phase;
    void this.carrier?.close();
    this.carrier = null;
    this.share(null);
    this.media.stop();
  }
}
