/** What lies behind the More button and the ? key: fetched on the first use, wired once. */

import "../elements/device-pickers.js";
import { style } from "../lib/style.js";
import { toast } from "../shell/toast.js";
import { closeDialog, openDialog } from "./dialogs.js";
import { pick } from "./sound/picking.js";
import { reprocess } from "./sound/processing.js";
import { watchSwitches } from "./switches.js";

/** @typedef {import("./later.js").Page} Page */
/** @typedef {import("../elements/device-pickers.js").DevicePickers} DevicePickers */

/** @type {Promise<void> | null} */
let fetched = null;

/**
 * Shows the dialog, then tells `more:open` (detail: {dialog}) on the document: other parts of the page fill theirs,
 * `[data-more=view]`, `[data-more=sound]` or `[data-more=call]`.
 * @param {Page} page
 */
export async function openMore(page) {
  if (await arrived(page)) {
    const dialog = document.getElementById("dialog-devices");
    const isRaised = document.querySelector("[data-ctl=hand]")?.getAttribute("aria-pressed") === "true";
    dialog?.querySelector("[data-does=hand]")?.setAttribute("aria-pressed", String(isRaised));
    openDialog("dialog-devices");
    // Before the first permission the browser names no device.
    void /** @type {DevicePickers | null} */ (dialog?.querySelector("device-pickers"))?.refresh();
    document.dispatchEvent(new CustomEvent("more:open", { detail: { dialog } }));
  }
}

/** @param {Page} page */
export async function openKeys(page) {
  if (await arrived(page)) {
    openDialog("dialog-keys");
  }
}

/** @param {Page} page @returns {Promise<boolean>} */
async function arrived(page) {
  try {
    fetched ??= fetchDialogs(page);
    await fetched;
    return true;
  } catch {
    fetched = null;
    toast("This could not be fetched. Look at your connection, then try again.");
    return false;
  }
}

/** @param {Page} page */
async function fetchDialogs(page) {
  const [response] = await Promise.all([fetch(`/room/${page.room.dataset.roomCode}/more`), style("more")]);
  if (!response.ok || response.redirected) {
    throw new Error(`more: ${response.status}`);
  }
  document.getElementById("main")?.insertAdjacentHTML("beforeend", await response.text());
  const dialogs = /** @type {HTMLElement[]} */ (["dialog-devices", "dialog-keys"].map((id) => document.getElementById(id)));
  dialogs.forEach((dialog) => {
    /** @type {any} */ (globalThis).htmx?.process(dialog);
    watchSwitches(dialog, () => void reprocess(page.sitting.media));
    dialog.addEventListener("click", ({ target }) => act(/** @type {Element} */ (target)));
  });
  watchPickers(page, /** @type {HTMLElement} */ (dialogs[0]));
}

/** @param {Page} page @param {HTMLElement} dialog */
function watchPickers({ sitting }, dialog) {
  const pickers = /** @type {DevicePickers | null} */ (dialog.querySelector("device-pickers"));
  pickers?.addEventListener("pick", async (event) => {
    const { kind, id } = /** @type {CustomEvent} */ (event).detail;
    await pick(sitting, kind, id);
    await pickers.refresh();
  });
}

/** @param {Element} target */
function act(target) {
  const does = target.closest("[data-does]")?.getAttribute("data-does");
  if (does) {
    closeDialog("dialog-devices");
    document.dispatchEvent(new CustomEvent("call:act", { detail: { act: does } }));
  }
}
