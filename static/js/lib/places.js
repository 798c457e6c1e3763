/** How far this page has heard each audience's log, and whether a frame comes in its turn. */

/** @typedef {import("./envelope.js").Envelope} Envelope */

export class Places {
  /** @type {Map<string, number>} the number of the newest entry that was heard */
  #last = new Map();
  #epoch = "";

  /** @param {string} url the address with `since=room:12@57` and `epoch`, as the page was rendered */
  constructor(url) {
    const query = new URL(url, "ws://here").searchParams;
    this.#epoch = query.get("epoch") ?? "";
    for (const each of query.getAll("since")) {
      const at = each.lastIndexOf("@");
      this.#last.set(each.slice(0, at), Number(each.slice(at + 1)));
    }
  }

  /**
   * @param {Envelope} envelope
   * @returns {"next" | "known" | "gap"} known was heard before; a gap means that something before it was not
   */
  judge({ audience, seq }) {
    if (audience === undefined || seq === undefined) {
      return "next";
    }
    const last = this.#last.get(audience);
    if (last !== undefined && seq <= last) {
      return "known";
    }
    if (last !== undefined && seq > last + 1) {
      return "gap";
    }
    this.#last.set(audience, seq);
    return "next";
  }

  /**
   * The server's greeting: everything up to these heads has been sent.
   *
   * @param {{epoch: string, heads: Record<string, number>}} hello
   */
  meet({ epoch, heads }) {
    this.#epoch = epoch;
    for (const [audience, head] of Object.entries(heads)) {
      this.#last.set(audience, Math.max(head, this.#last.get(audience) ?? 0));
    }
  }

  /**
   * @param {Record<string, number>} heads
   * @returns {boolean} whether the server has sent more than was heard
   */
  isBehind(heads) {
    return Object.entries(heads).some(([audience, head]) => head > (this.#last.get(audience) ?? head));
  }

  /**
   * @param {string} url
   * @returns {string} the same address, continuing from where this page is now
   */
  continueAt(url) {
    const address = new URL(url, location.href);
    address.searchParams.delete("since");
    for (const [audience, seq] of this.#last) {
      address.searchParams.append("since", `${audience}@${seq}`);
    }
    if (this.#epoch) {
      address.searchParams.set("epoch", this.#epoch);
    }
    return address.href;
  }
}
