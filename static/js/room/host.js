/** Who is host, what that changes on this page, and the question what becomes of a room whose host is gone. */

import { HOST_LEFT, HOST_RETURNED, HOST_UPDATED, ROLE_CHANGED } from "../call/signals.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { hear } from "./hear.js";

/**
 * @param {HTMLElement} room its `data-role` is the role of the person who looks, its `data-host` the host's id
 * @param {import("./sitting.js").Sitting} sitting
 */
export function watchHost(room, sitting) {
  const me = room.dataset.me;
  hear(HOST_UPDATED, ({ host_id }) => {
    room.dataset.host = String(host_id);
    room.dataset.role = roleAfter(room.dataset.role, room.dataset.host === me);
    closeDialog("dialog-host-left");
    sitting.draw();
  });
  hear(ROLE_CHANGED, ({ user_id, role }) => {
    if (String(user_id) === me) {
      room.dataset.role = role;
      sitting.draw();
    }
  });
  hear(HOST_LEFT, ({ host_id }) => {
    if (String(host_id) !== me) {
      openDialog("dialog-host-left", false);
    }
  });
  hear(HOST_RETURNED, () => closeDialog("dialog-host-left"));
}

/** @param {string | undefined} role @param {boolean} isHost */
function roleAfter(role, isHost) {
  if (isHost) {
    return role === "owner" ? role : "host";
  } else {
    return role === "host" ? "member" : role;
  }
}
