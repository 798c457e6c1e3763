/** The words that a call's pages and the server exchange: event names and the shapes of their data. */

/**
 * @typedef {object} Person someone in the call
 * @property {string} participant one tab in the call
 * @property {number} user
 * @property {string} name
 * @property {string} role owner, host, cohost, member or guest
 * @property {boolean} isHost
 * @property {boolean} isGuest
 * @property {string | null} avatar the address of a picture
 * @property {string} initials what stands for one
 * @property {number} tint its colour, 0 to 5
 * @property {boolean} mic
 * @property {boolean} camera
 * @property {boolean} screen
 * @property {string | null} hand since when it is raised (ISO 8601), null while it is down
 * @property {boolean} muted silenced by a host
 */

/** @typedef {{id: number, name: string, avatar: string | null, initials: string, tint: number, is_guest: boolean}} UserData */

/**
 * @typedef {object} FaceData the same as the server tells it
 * @property {string} participant
 * @property {UserData} user
 * @property {string} role
 * @property {boolean} is_host
 * @property {boolean} muted
 * @property {boolean} mic
 * @property {boolean} camera
 * @property {boolean} [screen]
 * @property {string | null} [hand]
 */

/** @typedef {{mic: boolean, camera: boolean, screen?: boolean}} Switches */

/**
 * @typedef {object} Joined the answer to a join
 * @property {string} participant
 * @property {string} [provider] what carries the call: mesh, or daily
 * @property {RTCIceServer[]} [ice_servers] for mesh
 * @property {string} [url] for daily: the address of the room, the token and the name to enter it with
 * @property {string} [token]
 * @property {string} [user_name]
 * @property {FaceData[]} people
 */

/** @typedef {Partial<FaceData>} Arrival without a face when they are gone again by the time it is told */

/** @typedef {{participant: string, user_id: number}} Departure */

/** @typedef {Switches & {participant: string, user_id: number}} SwitchesChanged */

/** @typedef {{user_id: number, hand: string | null}} HandChanged */

/** @typedef {{type: RTCSdpType, sdp: string}} Description */

/**
 * @typedef {object} Handshake what one peer says to another; `to` on the way up, `from` on the way down
 * @property {string} [to]
 * @property {string} [from]
 * @property {Description} [description]
 * @property {RTCIceCandidateInit} [candidate]
 */

/** @typedef {{action: "mute" | "unmute-request" | "kick", target_user_id: number}} HostAction */

/** @typedef {(event: string, data: object) => void} Send */

export const JOIN = "call:join";
export const JOINED = "call:joined";
export const STATE = "call:state";
export const HAND = "call:hand";
export const OFFER = "call:offer";
export const ANSWER = "call:answer";
export const CANDIDATE = "call:candidate";
export const DISPLACED = "call:displaced";
export const ARRIVED = "room:participant-joined";
export const DEPARTED = "room:participant-left";
export const HOST_ACTION = "room:host-action";
export const HOST_UPDATED = "room:host-updated";
export const HOST_LEFT = "room:host-left";
export const HOST_RETURNED = "room:host-returned";
export const ROLE_CHANGED = "room:role-changed";
export const ROOM_CLOSED = "room:closed";
export const SETTINGS_CHANGED = "room:settings-changed";
export const KICKED = "user:kicked";
export const LEFT = "user:left";

/**
 * @param {FaceData} face
 * @returns {Person}
 */
export function personFrom({ user, is_host, screen = false, hand = null, ...known }) {
  const { id, is_guest, ...face } = user;
  return { ...known, ...face, user: id, isGuest: is_guest, isHost: is_host, screen, hand };
}
