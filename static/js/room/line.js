/** Says that the line to the server is lost, once that is worth saying, and follows the network as it changes. */

import { JOINED } from "../call/signals.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { hear } from "./hear.js";

const PATIENCE = 3000;

/**
 * @param {object} line
 * @param {() => void} line.up called on every return, to join anew
 * @param {() => void} line.reroute called when this browser is on another network
 * @param {() => boolean} line.matters false once the call is over
 */
export function watchLine({ up, reroute, matters }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  document.addEventListener("wire:down", () => {
    timer ??= setTimeout(() => {
      if (matters()) {
        // The conversation goes on between the browsers: nothing of it is blocked.
        openDialog("dialog-lost", false);
      }
    }, PATIENCE);
  });
  document.addEventListener("wire:up", up);
  hear(JOINED, () => {
    clearTimeout(timer);
    timer = undefined;
    closeDialog("dialog-lost");
  });
  addEventListener("online", reroute);
  /** @type {any} */ (navigator).connection?.addEventListener("change", reroute);
}
