/** Taking another device in the middle of a call: one that cannot be had leaves the one from before in use. */

import { routeSound } from "../../call/chimes.js";
import { choose } from "../../call/devices.js";
import { complain } from "../words.js";

/**
 * @param {import("../sitting.js").Sitting} sitting
 * @param {import("../../call/devices.js").DeviceKind} kind
 * @param {string} id "" for the system's choice
 */
export async function pick({ stage, media }, kind, id) {
  if (kind === "speaker") {
    choose(kind, id);
    stage.useSpeaker(id);
    await routeSound(id);
    return;
  }
  const before = media[kind];
  const { deviceId = "" } = before?.getSettings() ?? {};
  const enabled = before?.enabled ?? false;
  await media.use(kind, id);
  if (before && !media[kind]) {
    complain(media, kind === "microphone" ? "mic" : "camera");
    choose(kind, deviceId);
    await media.open(kind, enabled);
  }
}
