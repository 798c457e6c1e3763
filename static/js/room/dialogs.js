/** The dialogs of the room page: shown when the call is interrupted or over. */

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

/**
 * Show that the call is over for this person; the way on is the dialog's own link, so it cannot be dismissed.
 * @param {string} id
 */
export function openEnding(id) {
  document.querySelectorAll("dialog[open]").forEach((dialog) => closeDialog(dialog.id));
  openDialog(id);
  document.getElementById(id)?.addEventListener("cancel", (event) => event.preventDefault());
}
