/** The buttons and forms of the room page that concern the call and stand outside its controls. */

import { closeDialog } from "./dialogs.js";

/**
 * @param {{restart: () => void}} wire
 * @param {import("./sitting.js").Sitting} sitting
 */
export function watchButtons(wire, sitting) {
  /** @type {Record<string, () => void>} */
  const acts = {
    reconnect: () => {
      wire.restart();
      sitting.mesh.reroute();
    },
    return: () => void sitting.enter(),
    unmute: () => void sitting.flip("mic", true),
    invite: () => tell("invite:open"),
    people: () => tell("panel:toggle", { panel: "people" }),
  };
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-call]");
    if (button) {
      button.closest("[data-ask]")?.toggleAttribute("hidden", true);
      closeDialog("dialog-devices");
      acts[button.getAttribute("data-call") ?? ""]?.();
    }
  });
  sitting.controls.addEventListener("switch", (event) => {
    const { kind, on } = /** @type {CustomEvent} */ (event).detail;
    void sitting.flip(kind, on);
  });
  document.addEventListener("submit", ({ target, submitter }) => {
    const address = submitter?.getAttribute("formaction") ?? /** @type {Element} */ (target).getAttribute("action");
    // Whoever goes, or ends the room, is not told that the call is over.
    if (/\/(departure|closure|deletion)$/.test(address ?? "")) {
      sitting.leave();
    }
  });
}

/** @param {string} type @param {object} [detail] */
function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}
