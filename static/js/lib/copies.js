/** The copies of one's own messages that stand in the list until the server's take their place. */

/** @typedef {import("./unsent.js").Item} Item */

export class Copies {
  #list;
  #template;
  #tail;

  /**
   * @param {HTMLElement} list
   * @param {HTMLTemplateElement} template one message of this person, without an id
   * @param {HTMLTemplateElement} tail what is said below a message on its way
   */
  constructor(list, template, tail) {
    this.#list = list;
    this.#template = template;
    this.#tail = tail;
  }

  /**
   * @param {string} clientId
   * @returns {HTMLElement | null} the copy, or the message itself once it has come by
   */
  find(clientId) {
    const me = this.#model().dataset.author ?? "";
    return this.#list.querySelector(`:scope > [data-author="${CSS.escape(me)}"][data-client-id="${CSS.escape(clientId)}"]`);
  }

  /** @param {Item} item */
  show(item) {
    const line = /** @type {HTMLElement} */ (this.#model().cloneNode(true));
    line.classList.add("msg--pending");
    line.dataset.clientId = item.clientId;
    for (const time of line.querySelectorAll("time")) time.dateTime = item.at;
    const words = line.querySelector(".msg__body p");
    if (words) words.textContent = item.body;
    line.append(this.#tail.content.cloneNode(true));
    this.#list.append(line);
  }

  /**
   * @param {Item} item
   * @param {"sending" | "waiting" | "refused"} state
   * @param {string} words
   */
  mark(item, state, words) {
    const line = this.find(item.clientId);
    if (!line || line.id) return;
    line.dataset.state = state;
    const said = line.querySelector("[data-words]");
    if (said && said.textContent !== words) said.textContent = words;
    for (const button of line.querySelectorAll("button")) button.hidden = state === "sending";
  }

  /**
   * The server has it: the copy takes the message's place until the message itself comes by, unless it is there already.
   * @param {Item} item
   * @param {string} id
   */
  confirm(item, id) {
    const line = this.find(item.clientId);
    if (!line || line.id) return;
    if (document.getElementById(`message-${id}`)) return line.remove();
    line.querySelector("[data-words]")?.parentElement?.remove();
    line.classList.remove("msg--pending");
    line.id = `message-${id}`;
    this.#list.append(line);
  }

  /** @param {string} clientId */
  remove(clientId) {
    this.find(clientId)?.remove();
  }

  #model() {
    return /** @type {HTMLElement} */ (this.#template.content.firstElementChild);
  }
}
