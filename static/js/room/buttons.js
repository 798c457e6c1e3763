/** The buttons and forms of the room page that concern the call and stand outside its controls. */

import { openInvite } from "../elements/tile-actions.js";
import { closeDialog } from "./dialogs.js";
import { toast } from "./words.js";

/**
 * @param {object} call
 * @param {() => void} call.leave
 * @param {() => void} call.enter
 * @param {(kind: "mic" | "camera", on: boolean) => void} call.flip
 * @param {(kind: import("../call/devices.js").DeviceKind, id: string) => void} call.pick
 */
export function watchButtons(call) {
  /** @type {Record<string, (button: Element) => void>} */
  const acts = {
    leave: leaveByForm,
    reconnect: () => void reconnect(),
    return: call.enter,
    invite: openInvite,
    people: () => document.dispatchEvent(new CustomEvent("panel:toggle", { detail: { panel: "people" } })),
    unmute: () => call.flip("mic", true),
  };
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-call]");
    if (button) {
      button.closest("[data-ask]")?.toggleAttribute("hidden", true);
      closeDialog("dialog-devices");
      acts[button.getAttribute("data-call") ?? ""]?.(button);
    }
  });
  document.addEventListener("submit", (event) => {
    if (/** @type {Element} */ (event.target).matches("[data-leave]")) {
      call.leave();
    }
  });
  document.querySelector("#dialog-devices device-pickers")?.addEventListener("pick", (event) => {
    const { kind, id } = /** @type {CustomEvent} */ (event).detail;
    call.pick(kind, id);
  });
}

function leaveByForm() {
  const form = document.querySelector("form[data-leave]");
  if (form instanceof HTMLFormElement) {
    form.requestSubmit();
  } else {
    location.assign("/");
  }
}

/** Load the page anew, but only when there is somebody to load it from: the call may still be going on. */
async function reconnect() {
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
    location.reload();
  } catch {
    toast("The server does not answer yet. We keep trying.");
  }
}
