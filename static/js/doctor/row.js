/** One row of /doctor: what is tried, how it went, and what to do. */

/**
 * @typedef {object} Result
 * @property {"ok" | "failed" | "skipped"} state
 * @property {string} words what was found
 * @property {string[]} [mend] what to do, where something is to be done
 */

const WORDS = { waiting: "Waiting", running: "Running", ok: "OK", failed: "Failed", skipped: "Skipped" };
const LOOKS = /** @type {Record<string, string>} */ ({ running: "badge--info badge--run", ok: "badge--ok", failed: "badge--bad" });

export class Row {
  /** @type {Result | null} */
  result = null;

  /** @param {HTMLElement} item */
  constructor(item) {
    this.item = item;
    this.name = item.dataset.check ?? "";
    this.url = item.dataset.url ?? "";
    this.title = this.part("h3").textContent ?? "";
    this.intent = this.part("[data-words]").textContent ?? "";
  }

  /** As before it was tried. */
  wait() {
    this.result = null;
    this.#draw("waiting", this.intent, []);
  }

  /** @param {() => Promise<Result>} trial which may fail in ways that nobody thought of */
  async run(trial) {
    const { skipped } = this.item.dataset;
    this.#draw("running", this.intent, []);
    try {
      this.result = skipped ? { state: "skipped", words: skipped } : await trial();
    } catch (error) {
      this.result = { state: "failed", words: `Something broke that should not: ${error}` };
    }
    this.#draw(this.result.state, this.result.words, this.result.mend ?? []);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.item.querySelector(selector));
  }

  /** @param {keyof typeof WORDS} state @param {string} words @param {string[]} mend */
  #draw(state, words, mend) {
    this.item.dataset.state = state;
    this.item.ariaBusy = String(state === "running");
    this.part("[data-words]").textContent = words;
    this.part("[data-badge]").textContent = WORDS[state];
    this.part("[data-badge]").className = `badge ${LOOKS[state] ?? ""}`;
    this.part("[data-mend]").hidden = mend.length === 0;
    this.part("[data-mend]").replaceChildren(...mend.map((step) => {
      return Object.assign(document.createElement("li"), { textContent: step });
    }));
  }
}
