/** Says that the line to the server is lost, once that is worth saying, and takes it back when it returns. */

import { closeDialog, openDialog } from "./dialogs.js";

const PATIENCE = 3000;

/**
 * @param {object} line
 * @param {() => void} line.up called on every return
 * @param {() => boolean} line.matters false once the call is over
 */
export function watchLine({ up, matters }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  document.addEventListener("wire:down", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (matters()) {
        // The conversation goes on between the browsers: nothing of it is blocked.
        openDialog("dialog-lost", false);
      }
    }, PATIENCE);
  });
  document.addEventListener("wire:up", () => {
    clearTimeout(timer);
    closeDialog("dialog-lost");
    up();
  });
}
