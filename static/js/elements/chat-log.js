/** <chat-log>: what was said. Every line once and in its place; the end in sight, or a word that there is more. */

import { admit, divider, isLine, joinUp, lineAfter, numberOf } from "../lib/lines.js";
import { Place } from "../lib/scroll.js";

export class ChatLog extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  #list = /** @type {HTMLElement} */ (this.querySelector("ol"));
  #empty = /** @type {HTMLElement | null} */ (this.querySelector(".empty"));
  #more = /** @type {HTMLElement | null} */ (this.parentElement?.querySelector(".chat__news button") ?? null);
  #tools = /** @type {HTMLTemplateElement | null} */ (document.getElementById("tools-template"));
  #place = new Place(this, this.#list);
  #changes = new MutationObserver((records) => this.#changed(records));
  #shown = new IntersectionObserver(() => this.#look());
  #newest = 0;
  #unread = 0;
  /** @type {HTMLElement | undefined} the line above what has not been read */
  #mark;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#take([...this.#list.children], false);
    this.#changes.observe(this.#list, { childList: true });
    this.#shown.observe(this);
    this.addEventListener("scroll", () => this.#look(), { signal, passive: true });
    window.addEventListener("focus", () => this.#look(), { signal });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    document.addEventListener("chat:said", () => this.#toEnd(), { signal });
    this.#more?.addEventListener("click", () => this.#toEnd(), { signal });
    this.addEventListener("click", ({ target }) => this.#pressed(/** @type {Element} */ (target)), { signal });
    this.addEventListener("htmx:before:request", () => this.setAttribute("aria-busy", "true"), { signal });
    this.addEventListener("htmx:finally:request", () => this.removeAttribute("aria-busy"), { signal });
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#changes.disconnect();
    this.#shown.disconnect();
  }

  /** @param {MutationRecord[]} records */
  #changed(records) {
    this.#take(records.flatMap((record) => [...record.addedNodes]), true);
    this.#changes.takeRecords(); // what was moved just now is no news
    this.#place.restore();
    this.#tell();
  }

  /**
   * @param {Node[]} nodes that have come into the list
   * @param {boolean} isLive whether they came while somebody was looking on
   */
  #take(nodes, isLive) {
    for (const line of nodes.filter(isLine)) {
      if (!line.isConnected) continue;
      const after = lineAfter(line);
      const isFresh = admit(this.#list, line, document.body.dataset.me);
      if (isFresh && isLive) this.#count(line);
      this.#newest = Math.max(this.#newest, numberOf(line));
      for (const changed of [line, lineAfter(line), after]) if (changed?.isConnected) joinUp(changed);
      if (!line.id || !line.dataset.author) continue;
      if (this.#tools && !line.querySelector(".msg__tools")) line.append(this.#tools.content.cloneNode(true));
      if (line.classList.contains("msg--mine")) this.#arrived(line);
    }
    if (this.#empty) this.#empty.hidden = Boolean(this.#list.querySelector(".msg"));
  }

  /** @param {HTMLElement} line */
  #count(line) {
    const isNews = numberOf(line) > this.#newest && !line.classList.contains("msg--mine");
    if (!isNews || this.#isSeen()) return;
    if (!this.#unread) {
      this.#mark?.remove();
      this.#mark = divider("");
      line.before(this.#mark);
    }
    this.#unread += 1;
    if (this.#mark) this.#mark.children[0].textContent = `${this.#unread} new`;
  }

  /** @param {HTMLElement} line */
  #arrived(line) {
    this.#list.dispatchEvent(new CustomEvent("chat:arrived", { detail: { clientId: line.dataset.clientId } }));
  }

  /** @param {Element} target Report says which message it is about only when it is pressed: there are many of them */
  #pressed(target) {
    const source = target.closest("[data-report]");
    const line = source?.closest("li");
    if (!source || !line) return;
    const asked = new URLSearchParams({ kind: "message", subject: `${numberOf(line)}`, room: this.#list.dataset.room ?? "" });
    /** @type {any} */ (globalThis).htmx.ajax("GET", `/reports/new?${asked}`, { source, target: "#dialogs" });
  }

  #look() {
    this.#place.remember();
    if (this.#isSeen()) this.#unread = 0;
    this.#tell();
  }

  #toEnd() {
    this.#place.toEnd();
    this.#look();
  }

  #isSeen() {
    return this.#place.isAtEnd && document.visibilityState === "visible" && this.checkVisibility();
  }

  /** Say how many lines wait, here and (by `chat:unread`) to whoever shows a number. */
  #tell() {
    if (this.#more) this.#more.hidden = this.#place.isAtEnd || !this.#unread;
    if (this.dataset.unread === String(this.#unread)) return;
    this.dataset.unread = String(this.#unread);
    document.dispatchEvent(new CustomEvent("chat:unread", { detail: { count: this.#unread } }));
  }
}

customElements.define("chat-log", ChatLog);
