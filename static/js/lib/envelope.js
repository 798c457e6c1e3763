/** One message from the server: reading it, and telling the page's scripts of it. */

/** @typedef {{event: string, audience?: string, seq?: number, content?: string, data?: any}} Envelope */

/**
 * @param {unknown} data
 * @returns {Envelope | null} null where it is not one
 */
export function opened(data) {
  try {
    const envelope = JSON.parse(String(data));
    return typeof envelope?.event === "string" ? envelope : null;
  } catch {
    return null;
  }
}

/**
 * Raise `wire:<event>` on the document. A `wire:reload` that nobody prevents loads the page anew.
 *
 * @param {Envelope} envelope
 */
export function announce(envelope) {
  const goOn = raise(envelope.event, envelope);
  if (goOn && envelope.event === "wire:reload") {
    location.reload();
  }
}

/**
 * @param {string} name with or without `wire:`
 * @param {object} [detail]
 * @returns {boolean} false when a listener prevented what usually follows
 */
export function raise(name, detail) {
  const type = `wire:${name.replace(/^wire:/, "")}`;
  return document.dispatchEvent(new CustomEvent(type, { detail, cancelable: true }));
}
