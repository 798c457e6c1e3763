/** Where a point of a shared screen lies on a page: the same point in every window, whatever its size. */

/** A picture is so many steps wide and high, on every screen. */
export const STEPS = 10_000;

/** @typedef {{width: number, height: number}} Size */
/** @typedef {Size & {x: number, y: number}} Box */

/**
 * The part of an element that its video fills: the bars that `object-fit: contain` leaves are taken out.
 * @param {Size} element
 * @param {Size} video its own size, 0 by 0 before the first picture
 * @returns {Box | null}
 */
export function contentBox(element, video) {
  if (!(element.width > 0 && element.height > 0 && video.width > 0 && video.height > 0)) {
    return null;
  }
  const scale = Math.min(element.width / video.width, element.height / video.height);
  const width = video.width * scale;
  const height = video.height * scale;
  return { x: (element.width - width) / 2, y: (element.height - height) / 2, width, height };
}

/**
 * @param {Box} box
 * @param {number} x in the element, from its physical left: a picture does not turn around with the language
 * @param {number} y
 * @returns {[number, number]} steps, kept within the picture
 */
export function toSteps(box, x, y) {
  return [step((x - box.x) / box.width), step((y - box.y) / box.height)];
}

/**
 * @param {Box} box
 * @param {number} x steps
 * @param {number} y
 * @returns {[number, number]}
 */
export function fromSteps(box, x, y) {
  return [box.x + (x / STEPS) * box.width, box.y + (y / STEPS) * box.height];
}

/** @param {Box} box @param {number} x @param {number} y */
export function isWithin(box, x, y) {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

/** @param {number} part */
function step(part) {
  return Math.round(Math.min(1, Math.max(0, part)) * STEPS);
}
