/** A picture that stands still says so: a camera that is on, a line that holds, and no new frame for a while. */

import { element, icon } from "../../lib/draw.js";

const EVERY = 1000;
const PATIENCE = 4000;

/** @typedef {{frames: number, since: number}} Progress */

/** @param {import("../sitting.js").Sitting} sitting */
export function watchFrozen({ mesh, stage }) {
  /** @type {Map<string, Progress>} by participant */
  const progress = new Map();
  setInterval(async () => {
    const faces = mesh.faces.filter(({ person, state }) => person.camera && state === "connected");
    const moving = new Set(faces.map(({ person }) => person.participant));
    [...progress.keys()].filter((id) => !moving.has(id)).forEach((id) => progress.delete(id));
    for (const { person } of mesh.faces) {
      const id = person.participant;
      mark(stage.tile(id), moving.has(id) && isStill(progress, id, await framesFrom(mesh, id)));
    }
  }, EVERY);
}

/** @param {Map<string, Progress>} progress @param {string} id @param {number} frames decoded so far */
function isStill(progress, id, frames) {
  const before = progress.get(id);
  const now = performance.now();
  if (!before || before.frames !== frames) {
    progress.set(id, { frames, since: now });
    return false;
  } else {
    return now - before.since > PATIENCE;
  }
}

/** @param {import("../../call/mesh.js").Mesh} mesh @param {string} id */
async function framesFrom(mesh, id) {
  const stats = await mesh.peers.all.get(id)?.transceiver("camera")?.receiver.getStats().catch(() => undefined);
  const streams = [...(stats?.values() ?? [])].filter((each) => each.type === "inbound-rtp");
  return streams.reduce((sum, each) => sum + (each.framesDecoded ?? 0), 0);
}

/** @param {HTMLElement | undefined} tile @param {boolean} isFrozen */
function mark(tile, isFrozen) {
  const note = tile?.querySelector(".tile__note");
  if (isFrozen && !note) {
    tile?.append(element("p", { class: "tile__note", role: "status" }, icon("signal", "icon--s"), "Picture frozen"));
  } else if (!isFrozen) {
    note?.remove();
  }
  tile?.classList.toggle("is-frozen", isFrozen);
}
