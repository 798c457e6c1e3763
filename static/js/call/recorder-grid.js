/** Where everybody stands in the picture of a recording. */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

const GAP = 12;
const STRIP = 0.2;

/**
 * @param {number} count
 * @param {Box} frame
 * @returns {Box[]} as many boxes, as square as they come, the last row in the middle
 */
export function gridOf(count, frame) {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  const width = (frame.width - GAP * (columns + 1)) / columns;
  const height = (frame.height - GAP * (rows + 1)) / rows;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const shift = ((columns - inRow) * (width + GAP)) / 2;
    const column = index % columns;
    return {
      x: frame.x + GAP + shift + column * (width + GAP),
      y: frame.y + GAP + row * (height + GAP),
      width,
      height,
    };
  });
}

/**
 * @param {number} screens shared ones, side by side
 * @param {number} people in a strip beside them, or all over the picture
 * @param {Box} frame
 * @returns {{screens: Box[], people: Box[]}}
 */
export function placesOf(screens, people, frame) {
  if (!screens) {
    return { screens: [], people: gridOf(people, frame) };
  }
  const strip = frame.width * STRIP;
  const height = Math.min((frame.height - GAP) / Math.max(1, people), strip * 0.75) - GAP;
  const main = { ...frame, width: frame.width - strip };
  return {
    screens: gridOf(screens, main),
    people: Array.from({ length: people }, (_, index) => {
      const y = frame.y + GAP + index * (height + GAP);
      return { x: frame.x + main.width, y, width: strip - GAP, height };
    }),
  };
}
