/** What a recording is called on the device, and how it comes there where it was kept in memory. */

import { element } from "../../lib/draw.js";

/** By day and minute. */
export function fileName() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes()];
  return `Guftagu ${parts.map((part) => String(part).padStart(2, "0")).join("-")}`;
}

/** @param {Blob} blob the finished recording */
export function download(blob) {
  const extension = blob.type.includes("mp4") ? "mp4" : "webm";
  const href = URL.createObjectURL(blob);
  element("a", { href, download: `${fileName()}.${extension}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
