/** What has been written and not yet confirmed by the server: kept per person and room, across reloads. */

/** @typedef {{clientId: string, body: string, at: string, refused?: string}} Item */

export class Unsent {
  #key;
  /** @type {Item[]} what counts where the browser keeps nothing (private windows, a full disk) */
  #items;

  /**
   * @param {string} user
   * @param {string} room
   */
  constructor(user, room) {
    this.#key = `unsent:${user}:${room}`;
    this.#items = this.#read();
  }

  /** @returns {Item[]} oldest first */
  all() {
    return [...this.#items];
  }

  /** @param {Item} item a new one, or an old one that has changed */
  put(item) {
    const known = this.#items.some((other) => other.clientId === item.clientId);
    this.#write((items) =>
      known ? items.map((other) => (other.clientId === item.clientId ? item : other)) : [...items, item],
    );
  }

  /** @param {string} clientId */
  drop(clientId) {
    this.#write((items) => items.filter((item) => item.clientId !== clientId));
  }

  /** @param {(items: Item[]) => Item[]} change applied to the tab's own list and, freshly read, to the shared one */
  #write(change) {
    this.#items = change(this.#items);
    const shared = change(this.#read());
    try {
      if (shared.length) localStorage.setItem(this.#key, JSON.stringify(shared));
      else localStorage.removeItem(this.#key);
    } catch {
      // The list in this tab still stands.
    }
  }

  /** @returns {Item[]} */
  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return Array.isArray(kept) ? kept.filter((item) => typeof item?.clientId === "string") : [];
    } catch {
      return [];
    }
  }
}
