/** The dialogs of the room page: shown when the call is interrupted. */

/**
 * @param {string} id
 * @param {boolean} [blocks] whether nothing else can be done meanwhile
 */
export function openDialog(id, blocks = true) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) {
    if (blocks) {
      dialog.showModal();
    } else {
      // Whoever is writing goes on writing.
      const focused = document.activeElement;
      dialog.show();
      if (focused instanceof HTMLElement) {
        focused.focus({ preventScroll: true });
      }
    }
  }
}

/** @param {string} id */
export function closeDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement) {
    dialog.close();
  }
}
