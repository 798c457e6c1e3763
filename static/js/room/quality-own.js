/** Tells the person once that their own line is thin, and again only after it was good for a while. */

import { toast } from "../shell/toast.js";

const PEACE = 60_000;

/** @param {import("../call/quality-regulator.js").Regulator} regulator */
export function watchOwnLine(regulator) {
  let told = false;
  let goodSince = Infinity;
  regulator.addEventListener("change", () => {
    const { strength, lines } = regulator;
    goodSince = strength === "good" ? Math.min(goodSince, performance.now()) : Infinity;
    if (strength === "poor" && lines.size > 0 && !told) {
      told = true;
      toast("Your line is thin: pictures step down so that the sound stays");
    } else if (performance.now() - goodSince > PEACE) {
      told = false;
    }
  });
}
