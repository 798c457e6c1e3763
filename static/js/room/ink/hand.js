/** The own hand over a shared screen: mouse, pen or finger, as lines of a pen or the spot of a pointer. */

import { EVERY } from "../../call/ink.js";
import { STEPS, isWithin, toSteps } from "../../call/ink-place.js";

/** @typedef {"pen" | "laser"} Tool */

/** A spot that rests is told again as often as that; who hears no more of it forgets it. */
const REMINDER = 1000;

export class Hand {
  /** @type {Tool | null} */
  tool = null;
  /** @type {number[]} drawn and not told yet */
  #points = [];
  #stroke = 0;
  /** @type {number[]} where the spot was last, in steps */
  #spot = [STEPS / 2, STEPS / 2];
  #isDown = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #reminder;

  /**
   * @param {import("./sheet.js").Sheet} sheet
   * @param {(ink: {kind: Tool | "away", stroke: number, points: number[]}) => void} tell
   */
  constructor(sheet, tell) {
    this.sheet = sheet;
    this.tell = tell;
    const { canvas } = sheet;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", () => this.#up());
    canvas.addEventListener("pointercancel", () => this.#up());
    canvas.addEventListener("pointerleave", () => this.#away());
  }

  /** @param {Tool | null} tool */
  take(tool) {
    this.#up();
    this.#away();
    this.tool = tool;
    this.sheet.canvas.dataset.tool = tool ?? "";
  }

  /**
   * Move the spot without a hand.
   * @param {number} across parts of the picture's width, to the right
   * @param {number} down
   */
  nudge(across, down) {
    this.#spot = [across, down].map((part, side) => {
      return Math.round(Math.min(STEPS, Math.max(0, this.#spot[side] + part * STEPS)));
    });
    this.#points.push(...this.#spot);
    this.#flush();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const { box } = this.sheet;
    if (event.isPrimary && event.button === 0 && this.tool && box && isWithin(box, event.offsetX, event.offsetY)) {
      event.preventDefault();
      this.sheet.canvas.setPointerCapture(event.pointerId);
      this.#isDown = true;
      this.#stroke += 1;
      this.#add(event);
    }
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { box } = this.sheet;
    const isPointing = this.tool === "laser" && box && isWithin(box, event.offsetX, event.offsetY);
    if (event.isPrimary && (this.#isDown || isPointing)) {
      const all = event.getCoalescedEvents?.() ?? [];
      (this.tool === "pen" && all.length ? all : [event]).forEach((each) => this.#add(each));
    } else if (this.tool === "laser") {
      this.#away();
    }
  }

  /** @param {PointerEvent} event */
  #add({ clientX, clientY }) {
    const { box, canvas } = this.sheet;
    if (box) {
      const { left, top } = canvas.getBoundingClientRect();
      this.#points.push(...toSteps(box, clientX - left, clientY - top));
      this.#due ??= setTimeout(() => this.#flush(), EVERY);
    }
  }

  #up() {
    this.#flush();
    this.#isDown = false;
  }

  #flush() {
    clearTimeout(this.#due);
    this.#due = undefined;
    const points = this.#points.splice(0);
    if (this.tool && points.length) {
      this.tell({ kind: this.tool, stroke: this.#stroke, points });
      this.#spot = points.slice(-2);
      this.#remind(this.tool === "laser" ? this.#spot : null);
    }
  }

  #away() {
    if (this.#reminder && !this.#isDown) {
      this.#points = [];
      this.#remind(null);
      this.tell({ kind: "away", stroke: this.#stroke, points: [] });
    }
  }

  /** @param {number[] | null} points */
  #remind(points) {
    clearInterval(this.#reminder);
    this.#reminder = points
      ? setInterval(() => this.tell({ kind: "laser", stroke: this.#stroke, points }), REMINDER)
      : undefined;
  }
}
