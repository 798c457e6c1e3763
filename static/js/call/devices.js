/** Which microphone, camera and speaker there are, and which one was chosen the last time. */

/** @typedef {"microphone" | "camera" | "speaker"} DeviceKind */

const STORE = "guftagu:devices";
const KINDS = /** @type {Record<DeviceKind, MediaDeviceKind>} */ ({
  microphone: "audioinput",
  camera: "videoinput",
  speaker: "audiooutput",
});

/**
 * @param {DeviceKind} kind
 * @returns {string} the id of the device that was chosen, or "" for the system's own choice
 */
export function chosen(kind) {
  return choices()[kind] ?? "";
}

/**
 * @param {DeviceKind} kind
 * @param {string} id
 */
export function choose(kind, id) {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...choices(), [kind]: id }));
  } catch {
    // Where nothing may be stored, the choice lasts as long as the page.
  }
}

/**
 * The devices of one kind. Without permission the browser gives neither ids nor names: then there are none.
 * @param {DeviceKind} kind
 * @returns {Promise<{id: string, name: string}[]>}
 */
export async function devices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all
    .filter((device) => device.kind === KINDS[kind] && device.deviceId)
    .map((device, index) => ({ id: device.deviceId, name: device.label || `${kind} ${index + 1}` }));
}

/** @returns {Partial<Record<DeviceKind, string>>} */
function choices() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}");
  } catch {
    return {};
  }
}
