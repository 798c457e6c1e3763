/** Says who comes; who goes is seen by the tile that leaves. */

import { ARRIVED } from "../call/signals.js";
import { hear } from "./hear.js";
import { toast } from "../shell/toast.js";

/** @param {number} me */
export function watchArrivals(me) {
  hear(ARRIVED, ({ user, returned }) => {
    // A reloaded page is no arrival to people.
    if (user && user.id !== me && !returned) {
      toast(`${user.name} joined`);
    }
  });
}
