/** How the browser treats the microphone's sound: noise, echo, loudness. */

import { processing } from "../../call/devices.js";

/**
 * Treat it as is wished now: at once where the browser can, else by opening the microphone anew.
 * @param {import("../../call/media.js").Media} media
 */
export async function reprocess(media) {
  const { microphone } = media;
  if (!microphone) {
    return;
  }
  await microphone.applyConstraints(processing()).catch(() => {});
  const now = /** @type {Record<string, unknown>} */ (microphone.getSettings());
  const differs = Object.entries(processing()).some(([name, wished]) => name in now && Boolean(now[name]) !== wished);
  if (differs && media.microphone === microphone) {
    await media.open("microphone", microphone.enabled);
  }
}
