/** Drawing ink: on the sheet over a shared screen, and on a picture of it. */

import { fromSteps } from "../../call/ink-place.js";

/** @typedef {import("../../call/ink-board.js").Mark} Mark */
/** @typedef {import("../../call/ink-place.js").Box} Box */
/** @typedef {{name: string, tint: number}} Author */

/** By tint; each reads well on white, which stands around every line and in every name. */
const COLOURS = ["#9C4A00", "#B3263A", "#2C7449", "#0B6E6E", "#6F3FA8", "#6E6200"];
const PAPER = "#FFFFFF";

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box where the picture lies
 * @param {Mark[]} marks
 * @param {object} people
 * @param {(author: string) => Author} people.who
 * @param {boolean} people.isNamed whether names stand beside the own marks too
 */
export function drawInk(context, box, marks, { who, isNamed }) {
  const size = Math.max(3, box.height / 120);
  const names = [];
  for (const mark of marks) {
    const { name, tint } = who(mark.author);
    const colour = COLOURS[Math.abs(tint) % COLOURS.length];
    const places = placesOf(box, mark.points);
    context.globalAlpha = Math.max(0, mark.strength);
    if (mark.kind === "pen") {
      line(context, places, size + 3, PAPER);
      line(context, places, size, colour);
    } else {
      dot(context, places, size, colour);
    }
    if (mark.isNewest && (mark.author || isNamed)) {
      names.push({ name, colour, at: places[places.length - 1], strength: mark.strength });
    }
  }
  names.forEach((each) => pill(context, box, each));
  context.globalAlpha = 1;
}

/** @param {Box} box @param {number[]} points @returns {[number, number][]} */
function placesOf(box, points) {
  return Array.from({ length: points.length / 2 }, (_, each) => {
    return fromSteps(box, points[each * 2], points[each * 2 + 1]);
  });
}

/** @param {CanvasRenderingContext2D} context @param {[number, number][]} places @param {number} width @param {string} colour */
function line(context, places, width, colour) {
  Object.assign(context, { lineWidth: width, strokeStyle: colour, lineCap: "round", lineJoin: "round" });
  context.beginPath();
  context.moveTo(...places[0]);
  // From middle to middle, bent by the point between them: no corners where the hand made none.
  for (const [index, [x, y]] of places.entries()) {
    const [nextX, nextY] = places[index + 1] ?? [x, y];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {[number, number][]} places @param {number} size @param {string} colour */
function dot(context, places, size, colour) {
  const [x, y] = places[places.length - 1];
  const { globalAlpha } = context;
  context.globalAlpha = globalAlpha * 0.5;
  line(context, places, size, colour);
  context.globalAlpha = globalAlpha;
  for (const [radius, fill] of /** @type {[number, string][]} */ ([[size * 1.6, PAPER], [size * 1.2, colour]])) {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  }
}

/**
 * The author's name below the end of a line, and always within the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {{name: string, colour: string, at: [number, number], strength: number}} pill
 */
function pill(context, box, { name, colour, at: [x, y], strength }) {
  const text = Math.max(12, Math.min(20, box.height / 40));
  Object.assign(context, { font: `650 ${text}px system-ui, sans-serif`, textAlign: "center", textBaseline: "middle" });
  const width = Math.min(context.measureText(name).width + text * 1.8, box.width);
  const height = text * 1.8;
  const left = Math.min(Math.max(x + text, box.x), box.x + box.width - width);
  const top = Math.min(Math.max(y + text * 0.6, box.y), box.y + box.height - height);
  context.globalAlpha = Math.max(0, strength);
  context.fillStyle = colour;
  context.strokeStyle = PAPER;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(left, top, width, height, height / 2);
  context.fill();
  context.stroke();
  context.fillStyle = PAPER;
  context.fillText(name, left + width / 2, top + height / 2 + text * 0.06, width - text);
}
