/** The switches of this browser alone: how the microphone's sound is treated, the page's sounds, the keys. */

import { processing } from "../call/devices.js";
import { keep, kept } from "../lib/kept.js";

/**
 * @param {HTMLElement} dialog
 * @param {() => void} reprocess called after the treatment of the sound changed
 */
export function watchSwitches(dialog, reprocess) {
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (dialog.querySelectorAll("input[role=switch]"))) {
    const { name } = box;
    const treatment = /** @type {Record<string, boolean>} */ (processing());
    const isTreatment = name in treatment;
    box.checked = isTreatment ? Boolean(treatment[name]) : kept(name, true);
    box.addEventListener("change", () => {
      if (isTreatment) {
        keep("processing", { ...processing(), [name]: box.checked });
        reprocess();
      } else {
        keep(name, box.checked);
      }
    });
  }
}
