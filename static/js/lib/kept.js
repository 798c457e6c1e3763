/** What this browser keeps of a person's wishes; where nothing may be stored, they last as long as the page. */

/** @type {Map<string, unknown>} */
const wished = new Map();

/**
 * @template T
 * @param {string} name
 * @param {T} otherwise
 * @returns {T}
 */
export function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`guftagu:${name}`) ?? "") ?? otherwise;
  } catch {
    return /** @type {T} */ (wished.get(name) ?? otherwise);
  }
}

/** @param {string} name @param {unknown} value */
export function keep(name, value) {
  wished.set(name, value);
  try {
    localStorage.setItem(`guftagu:${name}`, JSON.stringify(value));
  } catch {
    // It lasts as long as the page.
  }
}
