/** Tiles glide to their new places: where they were is remembered, and from there they move when the layout changes. */

const MOVE = { duration: 300, easing: "cubic-bezier(0.4, 0, 0.2, 1)" };

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** @param {HTMLElement} tiles the list that holds them */
export function watchGlide(tiles) {
  /** @type {WeakMap<Element, Box>} */
  const places = new WeakMap();
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const each = () => /** @type {HTMLElement[]} */ ([...tiles.children]);
  const remember = () => each().forEach((tile) => places.set(tile, boxOf(tile)));
  const settle = () => {
    for (const tile of each()) {
      const before = places.get(tile);
      const now = boxOf(tile);
      places.set(tile, now);
      if (before && !still.matches && before.width && now.width && !tile.classList.contains("is-leaving")) {
        glide(tile, before, now);
      }
    }
  };
  // From now on this moves the tiles; both at once would disagree where they are.
  tiles.classList.add("glides");
  new MutationObserver(settle).observe(tiles, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-count", "hidden", "class"],
  });
  // Following the edge of a window is no change of layout.
  new ResizeObserver(remember).observe(/** @type {Element} */ (tiles.parentElement));
  remember();
}

/** @param {HTMLElement} tile @param {Box} before @param {Box} now */
function glide(tile, before, now) {
  const [x, y] = [before.x - now.x, before.y - now.y];
  const [wide, high] = [before.width / now.width, before.height / now.height];
  if (Math.abs(x) + Math.abs(y) > 1 || Math.abs(wide - 1) + Math.abs(high - 1) > 0.01) {
    const from = { transformOrigin: "0 0", transform: `translate(${x}px, ${y}px) scale(${wide}, ${high})` };
    tile.animate([from, { transformOrigin: "0 0", transform: "none" }], MOVE);
  }
}

/** Where it lies, whatever moves it just now. @param {HTMLElement} tile @returns {Box} */
function boxOf(tile) {
  return { x: tile.offsetLeft, y: tile.offsetTop, width: tile.offsetWidth, height: tile.offsetHeight };
}
