/** Hearing what comes over the wire. */

/**
 * @param {string} event
 * @param {(data: any) => void} listener
 */
export function hear(event, listener) {
  document.addEventListener(`wire:${event}`, (frame) => {
    listener(/** @type {CustomEvent} */ (frame).detail.data ?? {});
  });
}
