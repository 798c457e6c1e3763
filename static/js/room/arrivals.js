/** Says who comes, and is heard when somebody comes or goes; who goes is seen by the tile that leaves. */

import { ARRIVED, DEPARTED } from "../call/signals.js";
import { hear } from "./hear.js";
import { toast } from "../shell/toast.js";

/** @param {number} me */
export function watchArrivals(me) {
  hear(ARRIVED, ({ user, returned }) => {
    // A reloaded page is no arrival to people.
    if (user && user.id !== me && !returned) {
      toast(`${user.name} joined`);
      void import("./sound/coming.js").then(({ soundJoined }) => soundJoined());
    }
  });
  hear(DEPARTED, ({ user_id, reason }) => {
    if (user_id !== me && reason !== "returned") {
      void import("./sound/coming.js").then(({ soundLeft }) => soundLeft());
    }
  });
}
