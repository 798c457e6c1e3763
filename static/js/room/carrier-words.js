/** What is said of a call that Daily carries. */

import { whyNot } from "./words.js";

export const GOES_ON = "The call goes on directly from browser to browser";
// A browser may want the click that asks for a screen to be made in the very frame that shares it.
export const UNSHARED = "Your screen could not be shared from here. Press the share button inside the call’s picture";

/** @param {import("../daily/refusals.js").Refusal} refusal */
export function refusal({ reason, device }) {
  return reason === "unknown" ? `The call could not open your ${device}. Choose another inside its picture.` : whyNot(reason, device);
}
