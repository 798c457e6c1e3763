/** Proof of privacy: each pair's agreement, kept while the call lasts, and the ways to look at it. */

import { certificatesOf } from "../call/fingerprints.js";
import { PROOF, Proof } from "../call/fingerprints-proof.js";
import { button, element } from "../lib/draw.js";
import { toast } from "../shell/toast.js";
import { addToMore } from "./made-dialog.js";

/** @typedef {import("../call/peer.js").Peer} Peer */

/** Emits `change` when what there is to compare does. */
export class Privacy extends EventTarget {
  /** @type {Map<string, string>} by user: what they were found to have in common with this person */
  compared = new Map();
  /** @type {WeakMap<RTCPeerConnection, Proof>} */
  #proofs = new WeakMap();

  /** @param {import("../call/mesh.js").Mesh} mesh @param {import("../call/stats-pulse.js").Pulse} pulse */
  constructor(mesh, pulse) {
    super();
    this.mesh = mesh;
    pulse.addEventListener("readings", () => this.#follow());
    mesh.addEventListener("state", () => this.#follow());
    mesh.addEventListener("message", (event) => void this.#heed(/** @type {CustomEvent} */ (event).detail));
    mesh.addEventListener("people", () => this.dispatchEvent(new Event("change")));
  }

  /** @param {string} id of the participant */
  of(id) {
    const peer = this.mesh.peers.all.get(id);
    return peer && this.#proofs.get(peer.connection);
  }

  #follow() {
    this.mesh.peers.all.forEach(async (peer, id) => {
      const proof = await this.#proofWith(peer, id);
      if (proof?.state === "waiting") {
        await proof.speak();
      }
    });
  }

  /** @param {{from: string, message: any}} said */
  async #heed({ from, message }) {
    const peer = message?.kind === PROOF ? this.mesh.peers.all.get(from) : undefined;
    const proof = peer && (await this.#proofWith(peer, from));
    await proof?.hear(message);
  }

  /**
   * The proof of the connection as it is now: other certificates on the same connection are another pair.
   * @param {Peer} peer @param {string} id
   */
  async #proofWith(peer, id) {
    const { connection, beside } = peer;
    const certificates = await certificatesOf(connection);
    const known = this.#proofs.get(connection);
    if (!certificates || (known && isSame(known.certificates, certificates))) {
      return known;
    }
    const proof = new Proof(certificates, (said) => beside.say(said));
    proof.addEventListener("change", () => this.#changed(id, proof));
    this.#proofs.set(connection, proof);
    return proof;
  }

  /** @param {string} id @param {Proof} proof */
  #changed(id, proof) {
    const person = this.mesh.roster.people.get(id);
    const before = this.compared.get(String(person?.user));
    if (person && before !== undefined && before !== String(proof.digest)) {
      this.compared.delete(String(person.user));
      toast(`The line to ${person.name} is a new one: compare the proof of privacy again`);
    }
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {import("./later.js").Page} page @param {import("../call/stats-pulse.js").Pulse} pulse */
export function startPrivacy({ sitting }, pulse) {
  const privacy = new Privacy(sitting.mesh, pulse);
  const make = (/** @type {number} */ user, kind = "") => {
    const made = button({ class: `btn ${kind}`, "data-act": "privacy" }, "shield", "Proof of privacy");
    made.addEventListener("click", async () => (await import("./privacy-dialog.js")).openPrivacy(privacy, user));
    return made;
  };
  addToMore(sitting.mesh, "privacy", () => make(0));
  document.addEventListener("tile:open", (event) => {
    const { participant, user, body } = /** @type {CustomEvent} */ (event).detail;
    const slot = body instanceof Element && sitting.mesh.roster.people.has(participant) && slotIn(body);
    // Whoever stands on the button keeps it.
    if (slot && !slot.contains(document.activeElement)) {
      slot.replaceChildren(make(user, "btn--s"));
    }
  });
}

/** @param {Element} body @returns {Element} */
function slotIn(body) {
  const slot = body.querySelector("[data-slot=privacy]") ?? element("div", { "data-slot": "privacy" });
  if (!slot.isConnected) {
    body.append(slot);
  }
  return slot;
}

/** @param {import("../call/fingerprints.js").Certificates} one @param {import("../call/fingerprints.js").Certificates} other */
function isSame(one, other) {
  return one.own === other.own && one.theirs === other.theirs;
}
