/** The sounds of coming and going, unless they are switched off; a crowd is heard once. */

import { chimeJoined, chimeKnock, chimeLeft } from "../../call/chimes.js";
import { chosen } from "../../call/devices.js";
import { kept } from "../../lib/kept.js";

const APART = 2000;
let last = -Infinity;

export function soundJoined() {
  ring(chimeJoined);
}

export function soundLeft() {
  ring(chimeLeft);
}

/** For hosts, when somebody asks to be let in. */
export function soundKnock() {
  ring(chimeKnock);
}

/** @param {(speaker: string) => Promise<void>} sound */
function ring(sound) {
  if (kept("sounds", true) && performance.now() - last > APART) {
    last = performance.now();
    void sound(chosen("speaker"));
  }
}
