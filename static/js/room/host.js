/** Who is host, what that changes on this page, and what becomes of a room whose host is gone. */

import { ARRIVED, DEPARTED, HOST_UPDATED, ROLE_CHANGED } from "../call/signals.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { hear } from "./hear.js";

/** A host who reloads the page is back before this. */
const ABSENCE = 10_000;

/**
 * @param {HTMLElement} room
 * @param {number} me
 * @param {(host: number | null) => void} changed
 */
export function watchHost(room, me, changed) {
  let host = Number(room.dataset.host) || null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  hear(HOST_UPDATED, ({ host_id }) => {
    host = host_id;
    clearTimeout(timer);
    closeDialog("dialog-host-left");
    room.dataset.role = roleAfter(room.dataset.role, host === me);
    changed(host);
  });
  hear(ROLE_CHANGED, ({ user_id, role }) => {
    if (user_id === me) {
      room.dataset.role = role;
      changed(host);
    }
  });
  hear(DEPARTED, ({ user_id }) => {
    if (user_id === host) {
      clearTimeout(timer);
      timer = setTimeout(() => openDialog("dialog-host-left"), ABSENCE);
    }
  });
  hear(ARRIVED, ({ user }) => {
    if (user.id === host) {
      clearTimeout(timer);
      closeDialog("dialog-host-left");
    }
  });
  changed(host);
}

/** @param {string | undefined} role @param {boolean} isHost */
function roleAfter(role, isHost) {
  if (isHost) {
    return role === "owner" ? role : "host";
  } else {
    return role === "host" ? "member" : role;
  }
}
