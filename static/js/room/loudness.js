/** Looks several times a second who is speaking. */

import { Level } from "../call/level.js";
import { Speaking } from "../call/speaking.js";
import { SELF } from "../elements/call-stage.js";

const EVERY = 150;

/** @param {import("./sitting.js").Sitting} sitting */
export function watchLoudness({ media, mesh, stage }) {
  const speaking = new Speaking((id, isSpeaking) => stage.setSpeaking(id, isSpeaking));
  /** @type {MediaStreamTrack | null} */
  let track = null;
  /** @type {Level | null} */
  let own = null;
  setInterval(() => {
    if (media.microphone !== track) {
      track = media.microphone;
      own?.stop();
      own = track && new Level(new MediaStream([track]));
    }
    speaking.hear(SELF, own?.now ?? 0);
    mesh.levels.forEach(([id, level]) => speaking.hear(id, level));
  }, EVERY);
}
