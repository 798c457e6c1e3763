/** How good the line to one person is, and which step of quality it bears: down at once, up with patience. */

import { AUDIO, HD, LOW, SPEAKER } from "./quality.js";

/** @typedef {"good" | "fair" | "poor"} Strength */

/**
 * @typedef {object} Line
 * @property {number} step index into LADDER
 * @property {number} changedAt when it last changed, milliseconds by the readings' clock
 * @property {boolean} wentUp whether that was upwards
 * @property {number} goodSince when the readings became good; Infinity while they are not
 * @property {number} limited readings in a row in which the browser could not send what was asked
 * @property {number} wait how long the line must be good before a step up
 * @property {Strength} strength
 * @property {number} doubts readings in a row that say something else than `strength`
 */

/** @type {Line} */
export const FRESH = {
  step: HD,
  changedAt: -Infinity,
  wentUp: false,
  goodSince: Infinity,
  limited: 0,
  wait: 10_000,
  strength: "good",
  doubts: 0,
};
const LOSSY = 0.08;
const TORN = 0.25;
const CLEAN = 0.02;
const LATE = 0.4;
/** A step shows in the numbers only after a while. */
const SETTLE = 4000;
const LIMITED = 3;
const RELAPSE = 15_000;
const LONGEST = 120_000;

/**
 * @param {Line} line
 * @param {import("./stats.js").Reading} reading
 * @param {number} asked bit/s that the present step may take for pictures; 0 while none is sent
 * @returns {Line}
 */
export function advance(line, reading, asked) {
  const limited = isLimited(line, reading, asked) ? line.limited + 1 : 0;
  const isGood = reading.lossUp < CLEAN && (reading.rtt ?? 0) < LATE && limited === 0 && reading.limit !== "cpu";
  const goodSince = isGood ? Math.min(line.goodSince, reading.at) : Infinity;
  const next = { ...line, limited, goodSince, ...judged(line, reading) };
  const settled = reading.at - line.changedAt >= SETTLE;
  if (reading.lossUp > TORN && settled) {
    return lowered(next, reading.at, 2);
  } else if ((reading.lossUp > LOSSY || limited >= LIMITED) && settled) {
    return lowered(next, reading.at, 1);
  } else if (line.step > HD && reading.at - Math.max(goodSince, line.changedAt) >= line.wait) {
    return { ...next, step: line.step - 1, changedAt: reading.at, wentUp: true };
  } else {
    return next;
  }
}

/**
 * The own line is as good as most of the lines that begin here.
 * @param {Strength[]} strengths
 * @returns {Strength}
 */
export function ownStrength(strengths) {
  const order = /** @type {Strength[]} */ (["good", "fair", "poor"]);
  const sorted = strengths.map((one) => order.indexOf(one)).sort();
  return order[sorted[Math.floor((sorted.length - 1) / 2)]] ?? "good";
}

/**
 * The bandwidth that the browser guesses is low, or the machine is too slow; both come and go in the first seconds.
 * @param {Line} line @param {import("./stats.js").Reading} reading @param {number} asked
 */
function isLimited({ step }, { limit, available }, asked) {
  const isThin = limit === "bandwidth" && available !== null && available < asked / 2;
  // A slow machine is helped by smaller pictures, not by none: small ones cost it next to nothing.
  return asked > 0 && (isThin || (limit === "cpu" && step < LOW));
}

/** @param {Line} line @param {number} at @param {number} steps @returns {Line} */
function lowered(line, at, steps) {
  if (line.step === AUDIO) {
    return line;
  }
  const relapsed = line.wentUp && at - line.changedAt < RELAPSE;
  const wait = relapsed ? Math.min(line.wait * 2, LONGEST) : line.wait;
  return { ...line, step: Math.min(AUDIO, line.step + steps), changedAt: at, wentUp: false, limited: 0, wait };
}

/** Bars follow what two readings in a row agree on. @param {Line} line @param {import("./stats.js").Reading} reading */
function judged({ step, strength, doubts }, reading) {
  const seen = strengthOf(reading, step);
  if (seen === strength) {
    return { strength, doubts: 0 };
  } else {
    return doubts >= 1 ? { strength: seen, doubts: 0 } : { strength, doubts: doubts + 1 };
  }
}

/** @param {import("./stats.js").Reading} reading @param {number} step @returns {Strength} */
function strengthOf({ lossUp, lossDown, rtt }, step) {
  const loss = Math.max(lossUp, lossDown);
  if (loss > LOSSY || (rtt ?? 0) > 0.6 || step >= SPEAKER) {
    return "poor";
  } else {
    return loss > 0.03 || (rtt ?? 0) > 0.3 || step >= LOW ? "fair" : "good";
  }
}
