/** Room codes as people type, say and paste them. */

/**
 * The code inside a text: out of a room's link, or the letters and digits of what was typed.
 * @param {string} text
 * @param {number} length of a code
 */
export function readCode(text, length) {
  const linked = /\/room\/([a-z0-9]+)/i.exec(text)?.[1];
  return (linked ?? text.replace(/[^a-z0-9]/gi, "")).slice(0, length);
}
