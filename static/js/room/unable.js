/** Where the browser cannot hold calls: no seat is taken, the stage says why, and the chat is there all the same. */

import { stepsFor } from "../lib/mending.js";
import { element } from "../lib/draw.js";
import { style } from "../lib/style.js";

/** Of no use without the call. */
const IDLE = ["mic", "camera", "share", "hand", "react"].map((kind) => `[data-ctl=${kind}]`).join();

/** @param {import("./sitting.js").Sitting} sitting */
export async function tellUnable({ stage, controls }) {
  await style("troubles");
  controls.querySelectorAll(IDLE).forEach((button) => button.remove());
  stage.querySelector("[data-skeleton]")?.remove();
  const place = stage.querySelector("[data-alone]");
  const steps = stepsFor("unable", "").map((step) => element("li", {}, step));
  place?.querySelector(".empty")?.replaceChildren(
    element("h2", {}, "This browser cannot hold calls"),
    element("p", {}, "You can read and write here. To see, hear and be heard:"),
    element("ol", { class: "steps small" }, ...steps),
    element("a", { class: "btn btn--s", href: "/doctor", target: "_blank" }, "Check everything"),
  );
  place?.removeAttribute("hidden");
}
