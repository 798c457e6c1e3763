/** The devices that are plugged in, by names that a person knows them by. */

/** @typedef {import("./devices.js").DeviceKind} DeviceKind */
/** @typedef {{id: string, name: string, group: string}} Device */

const KINDS = /** @type {Record<DeviceKind, MediaDeviceKind>} */ ({
  microphone: "audioinput",
  camera: "videoinput",
  speaker: "audiooutput",
});
/** Entries of the list that are no devices of their own: they stand for another one. */
const ALIASES = { default: "System's choice", communications: "For calls" };

/**
 * The devices of one kind. Without permission the browser gives neither ids nor names: then there are none.
 * @param {DeviceKind} kind
 * @returns {Promise<Device[]>}
 */
export async function devices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all
    .filter((device) => device.kind === KINDS[kind] && device.deviceId)
    .map(({ deviceId, label, groupId }, index) => {
      return { id: deviceId, name: spoken(label) || `${kind} ${index + 1}`, group: groupId };
    });
}

/** @param {Device} device @returns {boolean} whether it stands for another one */
export function isAlias({ id }) {
  return id in ALIASES;
}

/**
 * A device's label without what only its driver understands.
 * @param {string} label
 */
export function spoken(label) {
  const [, alias, rest] = /^(Default|Communications) - (.+)$/.exec(label) ?? [null, "", label];
  const isWireless = /hands-?free|\bbluetooth\b/i.test(rest);
  const name = rest
    .replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)/i, "")
    .replace(/\s*\(bluetooth\)/i, "")
    .replace(/^(?:Headset|Headphones|Headset Earphone) \((.+)\)$/i, "$1")
    .trim();
  // Some headsets are told of twice, by how they are spoken to; both are the same thing in the hand.
  const words = isWireless ? `${name.replace(/\s*(?:Hands-?Free(?: AG Audio)?|Stereo)$/i, "")} (Bluetooth)` : name;
  return alias ? `${ALIASES[alias === "Default" ? "default" : "communications"]}: ${words}` : words;
}
