/** Quality that follows the line: what the page knows is brought to the regulator, what it does is shown on the tiles. */

import { SETTINGS_CHANGED } from "../call/signals.js";
import { ANYTHING, heightFor } from "../call/quality-talk.js";
import { qualityFrom } from "../call/quality.js";
import { Regulator } from "../call/quality-regulator.js";
import { Pulse } from "../call/stats-pulse.js";
import { style } from "../lib/style.js";
import { hear } from "./hear.js";
import { drawLines, tileOf } from "./quality-tiles.js";
import { watchOwnLine } from "./quality-own.js";
import { onSpeaker } from "./speaker.js";

/** @param {import("./later.js").Page} page */
export function startQuality({ sitting, room }) {
  const { mesh } = sitting;
  const pulse = new Pulse(mesh);
  const regulator = new Regulator(mesh, pulse, (id) => shown(mesh, id));
  regulator.quality = qualityFrom(room.dataset.quality);
  hear(SETTINGS_CHANGED, ({ quality }) => {
    if (quality !== undefined) {
      regulator.quality = qualityFrom(quality);
      regulator.regulate();
    }
  });
  mesh.addEventListener("people", () => regulator.regulate());
  mesh.addEventListener("state", () => regulator.regulate());
  regulator.addEventListener("change", () => drawLines(mesh, regulator));
  watchOwnLine(regulator);
  onSpeaker(({ participant, isSelf }) => {
    regulator.speaker = isSelf ? "" : participant;
    regulator.regulate();
  });
  void style("quality");
  regulator.regulate();
  return { pulse, regulator };
}

/**
 * How large somebody is on this screen.
 * @param {import("../call/mesh.js").Mesh} mesh @param {string} id
 */
function shown(mesh, id) {
  const tile = tileOf(mesh, id);
  const picture = tile?.querySelector("video");
  const screen = mesh.peers.all.get(id)?.reception.display;
  const display = [...document.querySelectorAll("video")].find(({ srcObject }) => screen && srcObject === screen);
  const asked = tile?.querySelector("[data-badge=pinned]:not([hidden])") instanceof Element;
  const face = tile && heightFor(pixels(tile), { width: picture?.videoWidth ?? 0, height: picture?.videoHeight ?? 0 });
  // What cannot be measured just now is not refused: it may be in another window.
  return { height: face || ANYTHING.height, screen: (display && pixels(display).height) || ANYTHING.screen, asked };
}

/** @param {Element} element */
function pixels(element) {
  const { width, height } = element.getBoundingClientRect();
  const density = Math.min(devicePixelRatio, 2);
  return { width: Math.round(width * density), height: Math.round(height * density) };
}
