/** <chat-composer>: the form one writes in. Nothing typed is lost: it is drawn at once, kept, and sent until it arrives. */

import { Copies } from "../lib/copies.js";
import { Draft, isSending } from "../lib/draft.js";
import { Outbox } from "../lib/outbox.js";
import { Unsent } from "../lib/unsent.js";

/** @typedef {import("../lib/unsent.js").Item} Item */

export class ChatComposer extends HTMLElement {
  /** @type {AbortController | undefined} */
  #life;
  #form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
  #field = /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  #button = /** @type {HTMLButtonElement} */ (this.querySelector("[type=submit]"));
  #list = /** @type {HTMLElement} */ (document.getElementById("messages"));
  #copies = new Copies(this.#list, templateOf("message-template"), templateOf("unsent-template"));
  #draft = new Draft(this.#field, this.dataset.room ?? "");
  #unsent = new Unsent(document.body.dataset.me ?? "", this.dataset.room ?? "");
  #outbox = new Outbox(this.#form, {
    sending: (item) => this.#copies.mark(item, "sending", "Sending…"),
    waiting: (item) => this.#copies.mark(item, "waiting", "Not sent yet. Trying again…"),
    sent: (item, id) => this.#sent(item, id),
    refused: (item, words) => this.#refused(item, words),
  });

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#field.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#field.addEventListener("input", () => this.#typed(), { signal });
    this.#list.addEventListener("click", (event) => this.#pressed(event), { signal });
    this.#list.addEventListener("chat:arrived", (event) => this.#arrived(/** @type {CustomEvent} */ (event)), { signal });
    document.addEventListener("wire:up", () => this.#outbox.retry(), { signal });
    window.addEventListener("online", () => this.#outbox.retry(), { signal });
    document.addEventListener("wire:room:settings-changed", (event) => this.#settle(/** @type {CustomEvent} */ (event)), { signal });
    this.#typed();
    for (const item of this.#unsent.all()) this.#restore(item);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#outbox.stop();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    if (this.#draft.isBlank) return;
    const item = { clientId: crypto.randomUUID(), body: this.#draft.take(), at: new Date().toISOString() };
    this.#unsent.put(item);
    this.#copies.show(item);
    this.#outbox.add(item);
    this.#typed();
    this.#field.focus();
    this.dispatchEvent(new CustomEvent("chat:said", { bubbles: true, detail: { clientId: item.clientId } }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!isSending(event)) return;
    event.preventDefault();
    if (!this.#button.disabled) this.#form.requestSubmit();
  }

  #typed() {
    this.#button.disabled = this.#draft.isBlank;
    this.#draft.keep();
  }

  /** @param {Item} item left over from before the page was loaded */
  #restore(item) {
    if (this.#copies.find(item.clientId)) return this.#unsent.drop(item.clientId);
    this.#copies.show(item);
    if (item.refused) this.#copies.mark(item, "refused", `Not sent. ${item.refused}`);
    else this.#outbox.add(item);
  }

  /**
   * @param {Item} item
   * @param {string} id
   */
  #sent(item, id) {
    this.#unsent.drop(item.clientId);
    this.#copies.confirm(item, id);
  }

  /**
   * @param {Item} item
   * @param {string} words
   */
  #refused(item, words) {
    this.#unsent.put({ ...item, refused: words });
    this.#copies.mark(item, "refused", `Not sent. ${words}`);
  }

  /** @param {CustomEvent<{clientId: string}>} event the server's copy is here, whatever became of its answer */
  #arrived({ detail }) {
    this.#unsent.drop(detail.clientId);
    this.#outbox.drop(detail.clientId);
  }

  /** @param {Event} event a click on Retry or Delete below a copy */
  #pressed({ target }) {
    const button = target instanceof Element ? target.closest("button") : null;
    const clientId = button?.closest("li")?.dataset.clientId;
    const item = this.#unsent.all().find((one) => one.clientId === clientId);
    if (!button || !item) return;
    if (button.name === "retry") this.#again(item);
    if (button.name === "delete") this.#forget(item.clientId);
  }

  /** @param {Item} item */
  #again({ clientId, body, at }) {
    const item = { clientId, body, at };
    this.#unsent.put(item);
    this.#outbox.add(item);
    this.#outbox.retry();
    this.#field.focus();
  }

  /** @param {string} clientId */
  #forget(clientId) {
    this.#outbox.drop(clientId);
    this.#unsent.drop(clientId);
    this.#copies.remove(clientId);
    this.#field.focus();
  }

  /** @param {CustomEvent} event the host may have switched chat off, or on again */
  #settle({ detail }) {
    const { chat_enabled: isOn, room_code: room } = detail.data ?? {};
    if (typeof isOn !== "boolean" || room !== this.dataset.room) return;
    const fields = this.querySelector("fieldset");
    if (fields) fields.disabled = !isOn;
    const words = /** @type {HTMLElement | null} */ (this.querySelector(".composer__off"));
    if (words) words.hidden = isOn;
  }
}

/** @param {string} id */
function templateOf(id) {
  return /** @type {HTMLTemplateElement} */ (document.getElementById(id));
}

customElements.define("chat-composer", ChatComposer);
