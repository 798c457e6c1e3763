/** What is shown large, if anything: the newest wish among a shared screen, a pinned person and who speaks. */

/** @typedef {{kind: "share" | "person", key: string}} Spot */

export class Focus {
  /** Whether whoever speaks is shown large while nothing else is. */
  followsSpeaker = false;
  /** @type {string | null} */
  pinned = null;
  /** @type {string | null} the shared screen that was chosen, or came last */
  #shared = null;
  #prefersShare = true;

  /** @param {string} key a screen that was just shared, or chosen */
  prefer(key) {
    this.#shared = key;
    this.#prefersShare = true;
  }

  /** @param {string | null} key */
  pin(key) {
    this.pinned = key;
    this.#prefersShare = key === null;
  }

  /**
   * @param {object} now
   * @param {string[]} now.shares keys of the screens that are shared, the newest last
   * @param {string[]} now.people keys of those who have a tile in sight
   * @param {string} now.speaker who had the floor last
   * @param {string[]} now.others keys of everybody else
   * @returns {Spot | null}
   */
  among({ shares, people, speaker, others }) {
    if (this.pinned !== null && !people.includes(this.pinned)) {
      this.pin(null);
    }
    const shared = shares.find((key) => key === this.#shared) ?? shares.at(-1);
    const [speaks] = [speaker, ...others].filter((key) => others.includes(key));
    if (shared !== undefined && (this.#prefersShare || this.pinned === null)) {
      return { kind: "share", key: shared };
    } else if (this.pinned !== null) {
      return { kind: "person", key: this.pinned };
    } else {
      return this.followsSpeaker && speaks !== undefined ? { kind: "person", key: speaks } : null;
    }
  }
}
