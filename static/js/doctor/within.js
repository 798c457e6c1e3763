/** Waiting, but not for ever. */

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} time milliseconds
 * @returns {Promise<T | undefined>} undefined when it took longer
 */
export async function within(promise, time) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((done) => (timer = setTimeout(done, time)));
  try {
    return /** @type {T | undefined} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
