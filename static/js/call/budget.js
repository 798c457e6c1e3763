/** The data that a person allows a call: what is used, what is left for each second, and the step that fits. */

import { AUDIO, HD, LOW, SD, SPEAKER, STILLS } from "./quality.js";

/**
 * @typedef {object} Book
 * @property {number | null} limit bytes; null for none
 * @property {number} used bytes, both ways, in this sitting
 * @property {number} since when counting began, milliseconds since 1970
 * @property {number} rate what just now flows, bit/s, smoothed
 */

/** @typedef {{step: number, spent: boolean, bitrate: number}} Allowance the bitrate is that of one face, one way */

export const MB = 1_000_000;
/** Megabytes that can be chosen. */
export const CHOICES = [50, 100, 250, 500];
/** @type {Allowance} */
export const FREE = { step: HD, spent: false, bitrate: Infinity };

/** How long a call is taken to last, and how much longer whenever that is over; seconds. */
const EXPECTED = 60 * 60;
const LONGER = 15 * 60;
/** Once so much is used no step above is taken, however little flows. */
const HARD = /** @type {const} */ ([[1, AUDIO], [0.9, STILLS], [0.75, SPEAKER], [0.5, SD]]);
/** What a face needs to be worth a step, bit/s. */
const WORTH = /** @type {const} */ ([[HD, 700_000], [SD, 250_000], [LOW, 80_000], [SPEAKER, 60_000], [STILLS, 30_000]]);
const VOICE = 60_000;
/** A step up has to fit so many times over: the next minute may be a livelier one. */
const ROOM = 1.25;
const SMOOTH = 0.2;

/**
 * @param {Book} book
 * @param {Iterable<import("./stats.js").Reading>} readings one for each connection
 * @returns {Book}
 */
export function counted(book, readings) {
  const all = [...readings];
  const used = book.used + all.reduce((sum, { carried }) => sum + carried, 0);
  const flow = all.reduce((sum, { up, down }) => sum + up + down, 0);
  return { ...book, used, rate: book.rate + (flow - book.rate) * (book.rate ? SMOOTH : 1) };
}

/**
 * @param {Book} book
 * @param {number} others in the call
 * @param {number} now milliseconds since 1970
 * @param {number} before the step so far
 * @returns {Allowance}
 */
export function allowed({ limit, used, since }, others, now, before) {
  if (limit === null) {
    return FREE;
  }
  const share = used / limit;
  const least = HARD.find(([from]) => share >= from)?.[1] ?? HD;
  const remaining = Math.max(EXPECTED - (now - since) / 1000, LONGER);
  const perSecond = (Math.max(0, limit - used) * 8) / remaining;
  const step = Math.max(least, fitting(perSecond, Math.max(1, others), before));
  return { step, spent: share >= 1, bitrate: Math.max(30_000, faceRate(perSecond, Math.max(1, others), step)) };
}

/** Until the limit is reached at the present rate. @param {Book} book @returns {number} seconds */
export function lasts({ limit, used, rate }) {
  if (limit === null) {
    return Infinity;
  } else {
    return used >= limit ? 0 : ((limit - used) * 8) / Math.max(rate, 1);
  }
}

/** @param {any} kept what was stored @param {number} now @returns {Book | null} */
export function bookFrom(kept, now) {
  const { limit, used, since } = kept ?? {};
  const isSound = [used, since].every((number) => Number.isFinite(number) && number >= 0) && since <= now;
  return isSound ? { limit: CHOICES.includes(limit / MB) ? limit : null, used, since, rate: 0 } : null;
}

/** @param {number} perSecond bit/s @param {number} others @param {number} before */
function fitting(perSecond, others, before) {
  const fits = WORTH.find(([step, worth]) => faceRate(perSecond, others, step) >= worth * (step < before ? ROOM : 1));
  return fits?.[0] ?? AUDIO;
}

/** What one face may take; up to LOW all are sent both ways, then only who speaks. @param {number} perSecond @param {number} others @param {number} step */
function faceRate(perSecond, others, step) {
  // Silence is not sent: one of all speaks, to everybody else.
  const oneOfAll = (2 * others) / (others + 1);
  return (perSecond - VOICE * oneOfAll) / (step < SPEAKER ? 2 * others : oneOfAll);
}
