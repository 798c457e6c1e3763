/** What hosts order: muting happens at once, unmuting is a question, and what the room forbids goes off. */

import { HOST_ACTION, KICKED, LEFT, ROOM_CLOSED, SETTINGS_CHANGED } from "../call/signals.js";
import { toast } from "../shell/toast.js";
import { hear } from "./hear.js";

/** @typedef {import("../call/signals.js").HostAction} HostAction */

const SWITCHES = /** @type {const} */ ([["mic", "audio_enabled"], ["camera", "video_enabled"]]);

/**
 * @param {HTMLElement} room
 * @param {import("../elements/call-controls.js").CallControls} controls
 * @param {import("./sitting.js").Sitting} sitting
 */
export function watchOrders(room, controls, sitting) {
  const { me, roomCode } = room.dataset;
  hear(HOST_ACTION, (/** @type {HostAction} */ { action, target_user_id }) => {
    if (String(target_user_id) !== me) {
      return;
    } else if (action === "mute") {
      void sitting.flip("mic", false);
      toast("The host muted you");
    } else if (action === "unmute-request") {
      room.querySelector("[data-ask]")?.removeAttribute("hidden");
    }
  });
  hear(SETTINGS_CHANGED, (/** @type {Record<string, boolean>} */ allowed) => {
    for (const [kind, name] of SWITCHES) {
      controls.allow(kind, allowed[name] ?? true);
      if (allowed[name] === false) {
        void sitting.flip(kind, false);
      }
    }
    controls.allow("share", allowed.screen_share_enabled ?? true);
    if (allowed.screen_share_enabled === false) {
      sitting.share(null);
    }
    controls.allow("chat", allowed.chat_enabled ?? true);
  });
  hear(ROOM_CLOSED, () => sitting.end("closed"));
  // What happens to this person in another room is told here as well.
  hear(KICKED, ({ room_code, words }) => room_code === roomCode && sitting.end("kicked", words));
  hear(LEFT, ({ room_code }) => room_code === roomCode && sitting.phase !== "over" && location.assign("/"));
}
