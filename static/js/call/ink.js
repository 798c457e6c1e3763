/** What pages say to each other of a shared screen that somebody touches, and what of it is believed. */

import { STEPS } from "./ink-place.js";

/** @typedef {"pen" | "laser" | "away"} InkKind the last one: the pointer has left the picture */

/**
 * @typedef {object} Ink
 * @property {InkKind} kind
 * @property {string} on the participant whose screen it is
 * @property {number} stroke one line of its author's, by number
 * @property {number[]} points x, y, x, y …, in steps
 */

/** As often as that what was drawn since is said. */
export const EVERY = 33;
export const MOST_POINTS = 64;
/** How much ink one page may say, and at once: what is beyond is not heard. */
export const PER_SECOND = 60;
export const BURST = 120;

const KINDS = ["pen", "laser", "away"];
const LONGEST_ID = 64;
const MOST_STROKES = 1_000_000_000;

/**
 * @param {Ink} ink
 * @returns {object[]} as many messages as it takes
 */
export function inkMessages({ kind, on, stroke, points }) {
  const size = MOST_POINTS * 2;
  const parts = Math.max(1, Math.ceil(points.length / size));
  return Array.from({ length: parts }, (_, part) => {
    return { ink: kind, on, stroke, points: points.slice(part * size, (part + 1) * size) };
  });
}

/**
 * The ink in a message of another page, whatever that page is: null for what is none.
 * @param {any} message
 * @returns {Ink | null}
 */
export function readInk(message) {
  const { ink: kind, on, stroke, points } = message ?? {};
  const isMeant = KINDS.includes(kind) && typeof on === "string" && on.length <= LONGEST_ID;
  const isCounted = Number.isInteger(stroke) && stroke >= 0 && stroke < MOST_STROKES;
  if (!isMeant || !isCounted || !arePoints(points) || (kind !== "away") !== points.length > 0) {
    return null;
  }
  return { kind, on, stroke, points: points.map((/** @type {number} */ each) => Math.min(STEPS, Math.max(0, each))) };
}

/** @param {unknown} points */
function arePoints(points) {
  return (
    Array.isArray(points) && points.length <= MOST_POINTS * 2 && points.length % 2 === 0 && points.every(Number.isInteger)
  );
}
