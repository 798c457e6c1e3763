/** Who is in a recording just now, and with what: nobody's picture, sound or screen before they have agreed. */

/** @typedef {import("../later.js").Page} Page */
/** @typedef {import("../../call/recorder-consents.js").Consents} Consents */
/** @typedef {import("./picture.js").Cast & {sounds: MediaStreamTrack[]}} Member */

/**
 * @param {Page} page
 * @param {Consents} consents
 * @returns {Member[]} the own person first
 */
export function castOf({ sitting, room }, consents) {
  const { mesh, media, display, switches } = sitting;
  const { name = "", me } = room.dataset;
  const person = { participant: mesh.roster.participant, name, tint: Number(me), initials: initialsOf(name), ...switches };
  const faces = [{ person, stream: media.stream, display }, ...mesh.faces];
  return faces.map((face) => member(face, consents.of(face.person.participant) === true));
}

/**
 * @param {object} face
 * @param {{participant: string, name: string, initials: string, tint: number, camera: boolean, screen?: boolean}} face.person
 * @param {MediaStream | null} face.stream
 * @param {MediaStream | null} face.display
 * @param {boolean} isRecorded
 * @returns {Member}
 */
function member({ person, stream, display }, isRecorded) {
  const { participant: key, name, initials, tint } = person;
  const camera = (isRecorded && person.camera && stream?.getVideoTracks()[0]) || null;
  const screen = (isRecorded && person.screen && display?.getVideoTracks()[0]) || null;
  const sounds = isRecorded ? [...(stream?.getAudioTracks() ?? []), ...(display?.getAudioTracks() ?? [])] : [];
  return { key, name, initials, tint, isRecorded, camera, screen, sounds };
}

/** @param {string} name */
function initialsOf(name) {
  const words = name.split(/\s+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase() || "?";
}
