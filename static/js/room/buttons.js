/** The buttons and forms of the room page that concern the call and stand outside its controls. */

import { closeDialog, openDialog } from "./dialogs.js";

/** @typedef {import("../elements/device-pickers.js").DevicePickers} DevicePickers */

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
  const pickers = /** @type {DevicePickers | null} */ (document.querySelector("#dialog-devices device-pickers"));
  pickers?.addEventListener("pick", (event) => {
    const { kind, id } = /** @type {CustomEvent} */ (event).detail;
    void (kind === "speaker" ? sitting.stage.useSpeaker(id) : sitting.media.use(kind, id));
  });
  document.addEventListener("more:open", () => {
    openDialog("dialog-devices");
    // Fetched when first needed; and before the first permission the browser names no device.
    void import("../elements/device-pickers.js").then(() => pickers?.refresh());
  });
}

/** @param {string} type @param {object} [detail] */
function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}
