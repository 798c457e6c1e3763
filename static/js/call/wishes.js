/** What was switched on before joining, carried from the preview to the room and through a reload. */

const STORE = "guftagu:devices";

/** @typedef {{mic: boolean, camera: boolean}} Wishes */

/** @returns {Wishes} */
export function wishes() {
  try {
    return { mic: true, camera: true, ...JSON.parse(sessionStorage.getItem(STORE) ?? "{}") };
  } catch {
    return { mic: true, camera: true };
  }
}

/** @param {Wishes} wishes */
export function wish({ mic, camera }) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ mic, camera }));
  } catch {
    // Where nothing may be stored, the room asks for both.
  }
}
