/** Stylesheets that the first load of a page does not need: static/css/later/NAME.css, fetched with what they dress. */

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * @param {string} name
 * @returns {Promise<void>} done when it is in force, or could not be fetched
 */
export function style(name) {
  const known = asked.get(name) ?? new Promise((done) => {
    const href = new URL(`../../css/later/${name}.css`, import.meta.url).href;
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
  asked.set(name, known);
  return known;
}
