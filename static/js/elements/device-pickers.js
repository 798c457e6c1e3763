/** <device-pickers>: lists of the microphones, speakers and cameras to choose from. */

import { choose, chosen } from "../call/devices.js";
import { devices } from "../call/plugged.js";

/** @typedef {import("../call/devices.js").DeviceKind} DeviceKind */

/** Emits `pick` (detail: {kind, id}) when the person chooses. */
class DevicePickers extends HTMLElement {
  #refresh = () => void this.refresh();

  connectedCallback() {
    this.addEventListener("change", (event) => this.#pick(/** @type {HTMLSelectElement} */ (event.target)));
    navigator.mediaDevices?.addEventListener("devicechange", this.#refresh);
    void this.refresh();
  }

  disconnectedCallback() {
    navigator.mediaDevices?.removeEventListener("devicechange", this.#refresh);
  }

  /** Fill the lists anew; names are known only once there is permission. */
  async refresh() {
    for (const select of this.querySelectorAll("select")) {
      const kind = /** @type {DeviceKind} */ (select.dataset.kind);
      const found = canChoose(kind) ? await devices(kind) : [];
      const current = chosen(kind);
      select.replaceChildren(...found.map(({ id, name }) => new Option(name, id, false, id === current)));
      select.closest(".field")?.toggleAttribute("hidden", found.length === 0);
    }
  }

  /** @param {HTMLSelectElement} select */
  #pick(select) {
    const kind = /** @type {DeviceKind} */ (select.dataset.kind);
    choose(kind, select.value);
    this.dispatchEvent(new CustomEvent("pick", { detail: { kind, id: select.value } }));
  }
}

/** @param {DeviceKind} kind */
function canChoose(kind) {
  return kind !== "speaker" || "setSinkId" in HTMLMediaElement.prototype;
}

customElements.define("device-pickers", DevicePickers);
export { DevicePickers };
