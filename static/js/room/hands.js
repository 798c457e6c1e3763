/** Raising and lowering the own hand. */

/** @param {import("./later.js").Page} page */
export function toggleHand({ sitting, wire, room }) {
  void [sitting, wire, room];
}
