/** <toast-list popover="manual">: shows what "toast" events say ({text, action?}), lies over dialogs too, and lets go by itself. */

const SHOWN = 5000;
const FADING = 300;
const MOST = 3;

export class ToastList extends HTMLElement {
  connectedCallback() {
    document.addEventListener("toast", this);
    // Toasts also come as markup: flashed by the server, or swapped in by a push.
    this.seen = new MutationObserver((changes) => this.#greet(changes.flatMap(({ addedNodes }) => [...addedNodes])));
    this.seen.observe(this, { childList: true });
    this.#greet([...this.children]);
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this);
    this.seen?.disconnect();
  }

  /** @param {Event} event */
  handleEvent(event) {
    const { text, value, action } = /** @type {CustomEvent} */ (event).detail;
    const line = document.createElement("p");
    line.className = "toast";
    line.append(text ?? value);
    if (action) {
      const { words, href, act } = action;
      const doing = Object.assign(document.createElement(href ? "a" : "button"), { className: "btn btn--s", href });
      doing.textContent = words;
      doing.addEventListener("click", () => act && (line.remove(), act()));
      line.append(doing);
    }
    this.append(line);
  }

  /** @param {Node[]} nodes */
  #greet(nodes) {
    const lines = /** @type {HTMLElement[]} */ (nodes.filter((node) => node instanceof HTMLElement && node.parentNode === this));
    if (lines.length === 0) {
      return;
    }
    // The one shown last lies on top of everything, an open dialog included.
    this.hidePopover();
    this.showPopover();
    lines.forEach((line) => this.#letGo(line));
    [...this.children].slice(0, -MOST).forEach((line) => line.remove());
  }

  /** @param {HTMLElement} line */
  #letGo(line) {
    setTimeout(() => {
      if (line.matches(":hover, :focus-within")) {
        this.#letGo(line);
        return;
      }
      line.classList.add("is-leaving");
      setTimeout(() => {
        line.remove();
        if (this.childElementCount === 0 && this.matches(":popover-open")) {
          this.hidePopover();
        }
      }, FADING);
    }, SHOWN);
  }
}

customElements.define("toast-list", ToastList);
