/** Reactions: an emoji for everybody to see for a moment. */

/** @param {import("./later.js").Page} page */
export function openReactions(page) {
  void page;
}
