/** At the door of a room: the page follows the answer, and goes in by itself. */

import { hear } from "./room/hear.js";

const INTERVAL = 15_000;
/** What this page said on its way out before a reload may arrive after it has come back. */
const SETTLED = 4000;

const card = /** @type {HTMLElement} */ (document.getElementById("knock"));
const { code, state, patience, wait } = card.dataset;

// Whoever cancels is on their way home already when the server says that their knock has ended.
let isLeaving = false;
const cancel = /** @type {HTMLFormElement | null} */ (document.getElementById("cancel"));

if (state === "waiting") {
  for (const event of ["room:knock-answered", "room:knock-ended"]) {
    hear(event, ({ room_code }) => room_code === code && void look());
  }
  cancel?.addEventListener("submit", () => {
    isLeaving = true;
  });
  setInterval(look, INTERVAL);
  setTimeout(look, SETTLED);
  addEventListener("pagehide", () => {
    if (!isLeaving) {
      navigator.sendBeacon(`/room/${code}/knock/absence`, new FormData(cancel ?? undefined));
    }
  });
  addEventListener("pageshow", ({ persisted }) => persisted && void look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void look());
  setTimeout(() => card.querySelector("[data-long]")?.removeAttribute("hidden"), Number(patience) * 1000);
} else if (state === "admitted") {
  const enter = /** @type {HTMLFormElement | null} */ (document.getElementById("enter"));
  enter?.requestSubmit(enter.querySelector("button"));
} else if (Number(wait) > 0) {
  hold(/** @type {HTMLButtonElement} */ (card.querySelector("[data-again]")), performance.now() + Number(wait) * 1000);
}

/** Not to be pressed before its time, which it shows. @param {HTMLButtonElement} button @param {number} end */
function hold(button, end) {
  const words = button.textContent;
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${words} in ${left} s` : words;
    if (left > 0) {
      setTimeout(tick, 1000);
    }
  };
  tick();
}

/** Ask how the knock stands, which is a sign of life too; anything new is drawn by the server. */
async function look() {
  try {
    const answer = await fetch(`/room/${code}/knock/state`, { headers: { Accept: "application/problem+json" } });
    const found = answer.ok ? (await answer.json()).state : "gone";
    if (found !== "waiting" && !isLeaving && answer.status < 500 && answer.status !== 429) {
      location.replace(`/room/${code}`);
    }
  } catch {
    // The line is down: the next look asks again.
  }
}
