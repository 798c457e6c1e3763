/** What a participant of Daily's sends, in our words. */

const ON = ["playable", "sendable", "loading", "interrupted"];

/**
 * @param {any} participant as the library describes one, or nothing before the call is joined
 * @returns {{mic: boolean, camera: boolean, screen: boolean}}
 */
export function switchesOf(participant) {
  const is = (/** @type {string} */ kind) => ON.includes(participant?.tracks?.[kind]?.state);
  return { mic: is("audio"), camera: is("video"), screen: is("screenVideo") };
}
