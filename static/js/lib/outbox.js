/** Sends messages one after the other, and goes on trying until the server has said yes or no. */

/** @typedef {import("./unsent.js").Item} Item */
/** @typedef {{kind: "sent", id: string} | {kind: "refused", words: string} | {kind: "later", seconds: number}} Outcome */
/**
 * @typedef {object} Listener
 * @property {(item: Item) => void} sending
 * @property {(item: Item, id: string) => void} sent
 * @property {(item: Item) => void} waiting
 * @property {(item: Item, words: string) => void} refused
 */

const PATIENCE_MS = 15_000;
const LONGEST_PAUSE_S = 30;

export class Outbox {
  /** @type {Item[]} */
  #queue = [];
  #form;
  #listener;
  #isBusy = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLFormElement} form whose address and hidden fields every message takes along
   * @param {Listener} listener
   */
  constructor(form, listener) {
    this.#form = form;
    this.#listener = listener;
  }

  /** @param {Item} item */
  add(item) {
    if (!this.has(item.clientId)) this.#queue.push(item);
    void this.#work();
  }

  /** @param {string} clientId */
  has(clientId) {
    return this.#queue.some((item) => item.clientId === clientId);
  }

  /** @param {string} clientId */
  drop(clientId) {
    this.#queue = this.#queue.filter((item) => item.clientId !== clientId);
  }

  /** Try at once: the line is back, or somebody asks. */
  retry() {
    this.#failures = 0;
    void this.#work();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    clearTimeout(this.#timer);
    try {
      while (this.#queue.length && (await this.#sendFirst()));
    } finally {
      this.#isBusy = false;
    }
  }

  /** @returns {Promise<boolean>} whether to go on with the next */
  async #sendFirst() {
    const [item] = this.#queue;
    this.#listener.sending(item);
    const outcome = await this.#post(item);
    if (outcome.kind === "later") {
      this.#listener.waiting(item);
      this.#timer = setTimeout(() => void this.#work(), this.#pause(outcome.seconds));
      return false;
    }
    this.#failures = 0;
    this.drop(item.clientId);
    if (outcome.kind === "sent") this.#listener.sent(item, outcome.id);
    else this.#listener.refused(item, outcome.words);
    return true;
  }

  /**
   * @param {number} atLeast seconds
   * @returns {number} milliseconds, doubling with every failure and never the same for two browsers
   */
  #pause(atLeast) {
    this.#failures += 1;
    const grown = Math.min(LONGEST_PAUSE_S, 2 ** this.#failures);
    return 1000 * Math.max(atLeast, grown * (0.5 + Math.random() / 2));
  }

  /**
   * @param {Item} item
   * @returns {Promise<Outcome>}
   */
  async #post(item) {
    const fields = new FormData(this.#form);
    fields.set("client_id", item.clientId);
    fields.set("body", item.body);
    try {
      const answer = await fetch(this.#form.action, {
        method: "POST",
        body: fields,
        headers: { Accept: "application/problem+json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return await outcomeOf(answer);
    } catch {
      return { kind: "later", seconds: 0 };
    }
  }
}

/**
 * Only 204 is a yes: a redirect to the sign-in page, followed, would look like one.
 * @param {Response} answer
 * @returns {Promise<Outcome>}
 */
async function outcomeOf(answer) {
  if (answer.status === 204) return { kind: "sent", id: answer.headers.get("X-Message-Id") ?? "" };
  if (answer.status === 429 || answer.status >= 500) {
    return { kind: "later", seconds: Number(answer.headers.get("Retry-After")) || 0 };
  }
  const problem = await answer.json().catch(() => ({}));
  return { kind: "refused", words: problem.detail ?? "Load the page again and try once more." };
}
