/** Devices that are plugged in or out in the middle of a call: what is gone is replaced, what is new is offered. */

import { choose, chosen } from "../../call/devices.js";
import { devices, isAlias, spoken } from "../../call/plugged.js";
import { toast } from "../../shell/toast.js";
import { complain } from "../words.js";
import { pick } from "./picking.js";

/** @typedef {import("../later.js").Page} Page */
/** @typedef {import("../../call/plugged.js").Device} Device */
/** @typedef {import("../../call/devices.js").DeviceKind} DeviceKind */

const KINDS = /** @type {DeviceKind[]} */ (["microphone", "speaker", "camera"]);
/** One device is told of several times: by each of its ends, and by systems that think again. */
const SETTLED = 400;

/**
 * The device that gave this track is gone: go on with the system's choice, and say so.
 * @param {Page} page
 * @param {MediaStreamTrack} lost
 */
export async function replace({ sitting }, lost) {
  const { media } = sitting;
  const kind = lost.kind === "audio" ? "microphone" : "camera";
  choose(kind, "");
  await media.open(kind, lost.enabled);
  const found = kind === "microphone" ? media.microphone : media.camera;
  if (found) {
    toast(`${spoken(lost.label) || `The ${kind}`} is gone. ${spoken(found.label) || "Another one"} is used now.`);
  } else {
    complain(media, kind === "microphone" ? "mic" : "camera");
  }
}

/** @param {Page} page */
export async function watchPlugging(page) {
  let known = await all();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  navigator.mediaDevices?.addEventListener("devicechange", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const before = known;
      known = await all();
      leaveSpeaker(page, before, known);
      offer(page, before, known);
    }, SETTLED);
  });
}

/** @typedef {Record<DeviceKind, Device[]>} Plugged */

/** @returns {Promise<Plugged>} */
async function all() {
  const found = await Promise.all(KINDS.map(async (kind) => /** @type {const} */ ([kind, await devices(kind)])));
  return /** @type {Plugged} */ (Object.fromEntries(found));
}

/**
 * The speaker that was chosen is gone: everybody is heard from the system's choice.
 * @param {Page} page @param {Plugged} before @param {Plugged} now
 */
function leaveSpeaker({ sitting }, before, now) {
  const id = chosen("speaker");
  const gone = before.speaker.find((device) => device.id === id);
  if (gone && !now.speaker.some((device) => device.id === id)) {
    void pick(sitting, "speaker", "");
    toast(`${gone.name} is gone. Sound comes from ${now.speaker[0]?.name ?? "the system's choice"} now.`);
  }
}

/**
 * A headset is one offer, though it is heard from and spoken into.
 * @param {Page} page @param {Plugged} before @param {Plugged} now
 */
function offer({ sitting }, before, now) {
  /** @type {Map<string, {name: string, take: (() => void)[]}>} by group */
  const offers = new Map();
  for (const kind of KINDS) {
    for (const device of now[kind].filter((one) => !isAlias(one) && !before[kind].some(({ id }) => id === one.id))) {
      // Before there was permission nothing had an id: that is no arrival.
      if (before[kind].length || kind !== "microphone") {
        const group = offers.get(device.group || device.id) ?? { name: device.name, take: [] };
        group.take.push(() => void pick(sitting, kind, device.id));
        offers.set(device.group || device.id, group);
      }
    }
  }
  offers.forEach(({ name, take }) => {
    toast(`${name} is plugged in`, { words: "Use it", act: () => take.forEach((each) => each()) });
  });
}
