/** What is fetched only when it is wanted: on a button's first use, or when somebody else is in the call. */

import { toast } from "../shell/toast.js";
import { hear } from "./hear.js";

/** Hosts hear who it is, others that are told hear no name. */
const KNOCKED = "room:knocked";
/** What is told of company, and would be missed by those who are still on their way. */
const TOLD = ["joined", "hand", "reaction", "consent", "recording-asked", "recording-ended"].map((name) => `wire:call:${name}`);

/**
 * @typedef {object} Page what the later modules are given
 * @property {import("./sitting.js").Sitting} sitting
 * @property {HTMLElement} room
 * @property {{send: (event: string, data: object, audience?: string) => void, doubt: () => void}} wire
 */

const AGAIN = 3000;

/** @type {Record<string, (page: Page) => Promise<void>>} by act */
const ACTS = {
  share: (page) => import("./sharing.js").then(({ toggleShare }) => toggleShare(page)),
  hand: (page) => import("./hands.js").then(({ toggleHand }) => toggleHand(page)),
  keys: (page) => import("./more.js").then(({ openKeys }) => openKeys(page)),
  more: (page) => import("./more.js").then(({ openMore }) => openMore(page)),
  react: (page) => import("./reactions.js").then(({ openReactions }) => openReactions(page)),
};

/** @param {Page} page */
export function watchLater(page) {
  document.addEventListener("call:act", (event) => {
    ACTS[/** @type {CustomEvent} */ (event).detail.act]?.(page).catch(() => {
      toast("This could not be fetched. Look at your connection, then try again.");
    });
  });
  document.addEventListener("pointerover", () => import("./touched.js").then(({ watchTouched }) => watchTouched()), { once: true });
  document.addEventListener("keydown", () => import("./focus.js").then(({ keepFocus }) => keepFocus()), { once: true });
  const { sitting } = page;
  const { mesh } = sitting;
  const meet = () => {
    if (mesh.roster.people.size > 0) {
      mesh.removeEventListener("people", meet);
      const tell = keep();
      import("./together.js").then(({ startTogether }) => startTogether(page), () => setTimeout(look, AGAIN)).then(tell);
    }
  };
  // What could not be fetched when somebody came is fetched a little later: the line was thin, or just then gone.
  const look = () => {
    mesh.addEventListener("people", meet);
    meet();
  };
  look();
  hear(KNOCKED, ({ name }) => name && void import("./sound/coming.js").then(({ soundKnock }) => soundKnock()));
  sitting.media.addEventListener("lost", (event) => {
    const track = /** @type {CustomEvent<MediaStreamTrack>} */ (event).detail;
    void import("./sound/plugging.js").then(({ replace }) => replace(page, track));
  });
  mesh.addEventListener("joined", () => {
    if (sitting.carrier || mesh.isCarried) {
      void import("./carried.js").then(({ carry }) => carry(sitting));
    }
  });
  hear("error:room", (no) => no.event === "call:join" && void import("./refused.js").then(({ tellRefused }) => tellRefused(sitting, no)));
}

/** Keep from now on what is told. @returns {() => void} tells it again, to whoever listens by then */
function keep() {
  /** @type {Event[]} */
  let missed = [];
  const note = (/** @type {Event} */ event) => {
    // Who has joined again is told everything anew.
    missed = event.type === TOLD[0] ? [] : [...missed, event];
  };
  TOLD.forEach((type) => document.addEventListener(type, note));
  return () => {
    TOLD.forEach((type) => document.removeEventListener(type, note));
    missed.forEach((event) => document.dispatchEvent(event));
  };
}
