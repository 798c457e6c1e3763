/** /doctor: tries what a call needs, one after another, and says what is in the way. */

import "./elements/mic-meter.js";
import { checkBrowser } from "./doctor/browser.js";
import { Devices } from "./doctor/devices.js";
import { checkDirect, checkStun, checkTurn } from "./doctor/ice.js";
import { checkPolling, checkSocket } from "./doctor/line.js";
import { reportOn } from "./doctor/report.js";
import { Row } from "./doctor/row.js";
import { Servers } from "./doctor/servers.js";
import { checkSpeaker } from "./doctor/speaker.js";
import { verdictOn } from "./doctor/verdict.js";

/** @typedef {import("./doctor/row.js").Result} Result */

const page = /** @type {HTMLElement} */ (document.getElementById("doctor"));
const start = /** @type {HTMLButtonElement} */ (page.querySelector("[data-act=start]"));
const report = /** @type {HTMLElement} */ (page.querySelector("[data-report]"));
const rows = [...page.querySelectorAll("[data-check]")].map((item) => new Row(/** @type {HTMLElement} */ (item)));

start.hidden = false;
page.querySelector("[data-plain]")?.remove();
start.addEventListener("click", () => void run());

async function run() {
  const devices = new Devices(page);
  const servers = new Servers();
  const trials = /** @type {Record<string, (row: Row) => Promise<Result>>} */ ({
    browser: async () => checkBrowser(),
    camera: () => devices.checkCamera(),
    microphone: (row) => devices.checkMicrophone(row),
    socket: () => checkSocket(),
    polling: () => checkPolling("known" in page.dataset),
    direct: () => checkDirect(),
    stun: () => checkStun(servers),
    turn: (row) => checkTurn(servers, row.url),
    speaker: (row) => checkSpeaker(row),
  });
  start.disabled = true;
  report.hidden = true;
  rows.forEach((row) => row.wait());
  for (const row of rows) {
    say(`${rows.indexOf(row) + 1} of ${rows.length}: ${row.title}…`);
    await row.run(() => (trials[row.name] ?? skip)(row));
  }
  devices.stop();
  conclude();
}

async function skip() {
  return /** @type {Result} */ ({ state: "skipped", words: "Not known to this page." });
}

function conclude() {
  say(verdictOn(rows));
  report.dataset.copy = reportOn(page, rows);
  report.hidden = false;
  start.disabled = false;
  // The last row was answered at the foot of the page.
  start.scrollIntoView({ block: "center" });
  start.focus({ preventScroll: true });
  /** @type {Element} */ (start.querySelector("[data-words]")).textContent = "Start again";
}

/** @param {string} words */
function say(words) {
  /** @type {Element} */ (page.querySelector("[data-summary]")).textContent = words;
}
