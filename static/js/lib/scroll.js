/** How a scrolled list keeps its place while lines come in above and below. */

const SLACK = 48;

export class Place {
  #scroller;
  #list;
  /** @type {{line: Element, top: number} | undefined} */
  #anchor;
  isAtEnd = true;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list inside it; lines that may serve as an anchor carry an id
   */
  constructor(scroller, list) {
    this.#scroller = scroller;
    this.#list = list;
    // Not every browser anchors, and none in a list drawn from its end: so this is done here, once.
    scroller.style.setProperty("overflow-anchor", "none");
  }

  /** Note what the reader sees now; after every scroll and every change. */
  remember() {
    const port = this.#scroller.getBoundingClientRect();
    if (!port.height) return;
    this.isAtEnd = this.#list.getBoundingClientRect().bottom - port.bottom <= SLACK;
    const line = firstBelow(this.#lines(), port.top);
    this.#anchor = line && { line, top: line.getBoundingClientRect().top - port.top };
  }

  /** After a change: the end stays the end, and a line being read stays where it was. */
  restore() {
    if (this.isAtEnd) this.toEnd();
    else if (this.#anchor?.line.isConnected) {
      const port = this.#scroller.getBoundingClientRect();
      const { line, top } = this.#anchor;
      this.#scroller.scrollTop += line.getBoundingClientRect().top - port.top - top;
    }
    this.remember();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.isAtEnd = true;
  }

  #lines() {
    return /** @type {Element[]} */ ([...this.#list.querySelectorAll(":scope > :is(.msg, .event)[id]")]);
  }
}

/**
 * @param {Element[]} lines from top to bottom
 * @param {number} top
 * @returns {Element | undefined} the first that reaches below `top`
 */
function firstBelow(lines, top) {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  return lines[low];
}
