/** Who has the floor: decided here alone, and told to whoever shows it, sends by it or only wants to know. */

import { Floor } from "../call/floor.js";
import { SELF } from "../elements/call-stage.js";

/** @typedef {{participant: string | null, user: number | null, isSelf: boolean}} Speaker nobody, before anybody has spoken */

/**
 * Tells `speaker:changed` (detail: Speaker) on the document.
 * @param {import("./later.js").Page} page
 */
export function watchSpeaker({ sitting: { mesh, stage }, room }) {
  const { roster } = mesh;
  const floor = new Floor(() => {
    const { current } = floor;
    const isSelf = current === SELF;
    const user = isSelf ? Number(room.dataset.me) : (roster.people.get(current ?? "")?.user ?? null);
    /** @type {Speaker} */
    const detail = { participant: isSelf ? roster.participant : current, user, isSelf };
    document.dispatchEvent(new CustomEvent("speaker:changed", { detail }));
  });
  stage.addEventListener("speaking", (event) => {
    const { id, isSpeaking } = /** @type {CustomEvent} */ (event).detail;
    floor.hear(id, isSpeaking);
  });
  mesh.addEventListener("people", () => {
    [...floor.known].filter((id) => id !== SELF && !roster.people.has(id)).forEach((id) => floor.forget(id));
  });
}

/** @param {(speaker: Speaker) => void} listener @param {AddEventListenerOptions} [options] */
export function onSpeaker(listener, options) {
  document.addEventListener("speaker:changed", (event) => listener(/** @type {CustomEvent<Speaker>} */ (event).detail), options);
}
