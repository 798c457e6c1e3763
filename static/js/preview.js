/** The page before a room: try out camera and microphone, and take the choice along. */

import "./elements/device-pickers.js";
import "./elements/mic-meter.js";
import "./elements/device-preview.js";

/** @typedef {import("./elements/device-preview.js").DevicePreview} DevicePreview */

const preview = /** @type {DevicePreview | null} */ (document.querySelector("device-preview"));

// The form may be sent by htmx or by the browser: a submit event comes first in both cases.
document.addEventListener(
  "submit",
  (event) => {
    if (isAudioOnly(event.submitter)) {
      preview?.keepAudioOnly();
    } else {
      preview?.keep();
    }
  },
  { capture: true },
);

preview?.addEventListener("audio-only", () => {
  document.querySelector("main")?.querySelectorAll("button").forEach((button) => {
    if (isAudioOnly(button)) {
      button.click();
    }
  });
});

/** @param {HTMLElement | null} button */
function isAudioOnly(button) {
  return button?.getAttribute("name") === "audio";
}
