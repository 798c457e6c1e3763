/** A call that Daily carries: its frame fills the stage; our bar, buttons and panel stay what they are. */

import { style } from "../lib/style.js";
import { Carrier } from "./carrier.js";

const RELOADED = "guftagu:framed";

/**
 * Match what the server said last: into the frame, or out of it and on among browsers.
 * @param {import("./sitting.js").Sitting} sitting
 */
export function carry(sitting) {
  const { ticket, isCarried } = sitting.mesh;
  if (isCarried && ticket?.url && !mayFrame(ticket.url)) {
    location.reload();
  } else if (isCarried && ticket?.url) {
    sitting.carrier ??= begin(sitting);
    sitting.carrier.enter({ url: ticket.url, token: ticket.token ?? "", user_name: ticket.user_name ?? "" });
  } else if (sitting.carrier && !isCarried) {
    void goOn(sitting, sitting.carrier);
  }
}

/**
 * Out of the frame first: many devices give themselves to one taker only. Until then what is switched is its.
 * @param {import("./sitting.js").Sitting} sitting
 * @param {Carrier} carrier
 */
async function goOn(sitting, carrier) {
  await carrier.close();
  if (sitting.carrier === carrier) {
    const { mic, camera } = carrier.wanted;
    sitting.carrier = null;
    delete room().dataset.provider;
    void sitting.media.start({ mic, camera });
  }
}

/** @param {import("./sitting.js").Sitting} sitting */
function begin(sitting) {
  const { media } = sitting;
  const wanted = media.switches;
  const place = Object.assign(document.createElement("div"), { className: "carrier" });
  void style("daily").then(() => (room().dataset.provider = "daily"));
  document.querySelector(".stage")?.append(place);
  // The frame opens the devices itself, and many give themselves to one taker only.
  const carrier = new Carrier(sitting, place, wanted);
  sitting.carrier = carrier;
  media.stop();
  return carrier;
}

/**
 * Whether this page was told to let a frame from there use the devices. It is not where Daily's address was not
 * known yet when the page was made: made anew it will be.
 * @param {string} url
 */
function mayFrame(url) {
  const isAllowed = room().dataset.frames === new URL(url).origin;
  const tried = sessionStorage.getItem(RELOADED) === url;
  sessionStorage.setItem(RELOADED, isAllowed ? "" : url);
  return isAllowed || tried;
}

function room() {
  return /** @type {HTMLElement} */ (document.querySelector(".room"));
}
