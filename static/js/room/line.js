/** Says that the line to the server is lost, once that is worth saying, and follows the network as it changes. */

import { JOINED } from "../call/signals.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { hear } from "./hear.js";

const PATIENCE = 3000;
/** A line that never came may only be slow. */
const FIRST = 10_000;
/** Why the server has hung up for good is told on another line, perhaps a little later. */
const REASON = 1000;
const SIGNED_OUT = 4401;

/**
 * @param {{isUp: boolean}} wire
 * @param {import("./sitting.js").Sitting} sitting
 */
export function watchLine(wire, sitting) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tell = () => {
    if (sitting.phase === "inside") {
      // The conversation goes on between the browsers: nothing of it is blocked.
      openDialog("dialog-lost", false);
    }
  };
  setTimeout(() => {
    if (!wire.isUp && !sitting.mesh.ticket) {
      tell();
      void import("./unreached.js").then(({ sayUnreached }) => sayUnreached());
    }
  }, FIRST);
  document.addEventListener("wire:down", () => (timer ??= setTimeout(tell, PATIENCE)));
  document.addEventListener("wire:up", () => sitting.join());
  let why = "";
  hear("user:sessions-revoked", ({ reason }) => (why = reason));
  document.addEventListener("wire:refused", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.code === SIGNED_OUT) {
      event.preventDefault();
      sitting.end(why);
    } else {
      setTimeout(() => sitting.phase === "inside" && location.reload(), REASON);
    }
  });
  hear(JOINED, () => {
    clearTimeout(timer);
    timer = undefined;
    closeDialog("dialog-lost");
  });
  const reroute = () => sitting.mesh.reroute();
  addEventListener("online", reroute);
  /** @type {any} */ (navigator).connection?.addEventListener("change", reroute);
}
