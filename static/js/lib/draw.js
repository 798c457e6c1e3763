/** Elements and icons for what scripts draw by themselves. */

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = new URL("../../img/icons.svg", import.meta.url).pathname;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes, ...content) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...content);
  return made;
}

/** @param {string} name one of static/img/icons.svg @param {string} [kind] a class beside "icon" */
export function icon(name, kind = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon ${kind}`.trim());
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SPRITE}#i-${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {Record<string, string>} attributes
 * @param {string} symbol the icon before the words
 * @param {string} words
 */
export function button(attributes, symbol, words) {
  return element("button", { class: "btn", type: "button", ...attributes }, icon(symbol), element("span", {}, words));
}
