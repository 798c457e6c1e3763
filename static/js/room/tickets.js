/** When to look whether the ticket is old: now and then, and at once when the machine wakes up or changes networks. */

import { TICKET, Tickets } from "../call/tickets.js";
import { hear } from "./hear.js";

const NOW_AND_THEN = 30_000;

/** @param {import("./later.js").Page} page */
export function watchTickets({ sitting }) {
  const tickets = new Tickets(sitting.mesh);
  const check = () => tickets.check();
  hear(TICKET, ({ ice_servers }) => tickets.take(ice_servers));
  setInterval(check, NOW_AND_THEN);
  addEventListener("online", check);
  document.addEventListener("visibilitychange", check);
  document.addEventListener("wire:up", check);
}
