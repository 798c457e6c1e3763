/** The sheet over a shared screen: what everybody draws there is seen, and what this person draws is told. */

import { Board } from "../../call/ink-board.js";
import { contentBox } from "../../call/ink-place.js";
import { drawInk } from "./draw.js";

/** @typedef {import("../../call/ink.js").Ink} Ink */

export class Sheet {
  canvas = Object.assign(document.createElement("canvas"), { className: "ink" });
  board = new Board();
  #context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #frame = 0;
  #sizes = new ResizeObserver(() => this.wake());

  /**
   * @param {HTMLVideoElement} video the shared screen; what lies over it is placed by their common parent
   * @param {(author: string) => import("./draw.js").Author} who
   */
  constructor(video, who) {
    this.video = video;
    this.who = who;
    this.canvas.setAttribute("aria-hidden", "true");
    video.after(this.canvas);
    this.#sizes.observe(this.canvas);
    video.addEventListener("resize", this.wake);
  }

  /** @param {string} author @param {Ink} ink */
  add(author, ink) {
    this.board.add(author, ink, performance.now());
    this.wake();
  }

  /** Where the picture lies on the sheet, null before there is one. */
  get box() {
    const { videoWidth: width, videoHeight: height } = this.video;
    const outer = this.canvas.getBoundingClientRect();
    const inner = this.video.getBoundingClientRect();
    const box = contentBox(inner, { width, height });
    return box && { ...box, x: box.x + inner.x - outer.x, y: box.y + inner.y - outer.y };
  }

  /** Draw from now on until all has faded. */
  wake = () => {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  };

  remove() {
    cancelAnimationFrame(this.#frame);
    this.#sizes.disconnect();
    this.video.removeEventListener("resize", this.wake);
    this.canvas.remove();
  }

  #draw() {
    this.#frame = 0;
    this.#fit();
    const marks = this.board.marks(performance.now());
    if (this.box) {
      drawInk(this.#context, this.box, marks.map((mark) => this.#calm(mark)), { who: this.who, isNamed: false });
    }
    // How much is on the sheet, for whoever cannot see it.
    this.canvas.dataset.marks = String(marks.length);
    if (marks.length) {
      this.wake();
    }
  }

  /**
   * Whoever asked for no motion gets no trail and no fading.
   * @param {import("../../call/ink-board.js").Mark} mark
   */
  #calm(mark) {
    return this.#still.matches
      ? { ...mark, strength: 1, points: mark.kind === "laser" ? mark.points.slice(-2) : mark.points }
      : mark;
  }

  /** As many dots as the screen has, and a clean sheet. */
  #fit() {
    const { canvas } = this;
    const scale = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * scale);
    const height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
    }
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#context.clearRect(0, 0, canvas.width, canvas.height);
  }
}
