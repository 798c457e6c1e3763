/** The line between this page and the server: sockets, and what stands in for them. */

import { within } from "./within.js";

/** @typedef {import("./row.js").Result} Result */

const PATIENCE = 8000;
// Who asks to be let in without a token is answered, whoever they are: so both directions are tried at once.
const QUESTION = JSON.stringify({ event: "auth", data: {} });
const BLOCKED = [
  "In a company, school or hotel network: try another network, or switch a VPN on or off.",
  "Switch off “web protection” of a virus scanner for this page.",
  "Whoever runs this server: the proxy in front must pass WebSockets on (see docs/deploy.md).",
];

/** @returns {Promise<Result>} */
export async function checkSocket() {
  const socket = new WebSocket(new URL("/ws", location.href.replace(/^http/, "ws")));
  try {
    const time = await within(answerOf(socket), PATIENCE);
    const wasOpen = socket.readyState === WebSocket.OPEN;
    if (time !== undefined && time >= 0) {
      return { state: "ok", words: `Messages go there and back in ${time} ms.` };
    }
    const words = wasOpen
      ? "The socket opens, but nothing comes through it: something on the way holds its messages back."
      : "Sockets to this server are blocked. Chat goes on by asking every few seconds; calls cannot be set up.";
    return { state: "failed", words, mend: BLOCKED };
  } finally {
    socket.close();
  }
}

/**
 * How long a question and its answer take in milliseconds, -1 when the line ends before.
 * @param {WebSocket} socket
 * @returns {Promise<number>}
 */
function answerOf(socket) {
  return new Promise((done) => {
    let asked = 0;
    socket.onopen = () => {
      asked = performance.now();
      socket.send(QUESTION);
    };
    socket.onmessage = ({ data }) => {
      if (JSON.parse(data).event === "error:room") {
        done(Math.round(performance.now() - asked));
      }
    };
    socket.onclose = () => done(-1);
  });
}

/** @param {boolean} isKnown whether somebody is signed in @returns {Promise<Result>} */
export async function checkPolling(isKnown) {
  const started = performance.now();
  const asking = fetch(isKnown ? "/ws/since" : "/healthz", { headers: { Accept: "application/json" }, cache: "no-store" });
  const answer = await within(asking.catch(() => undefined), PATIENCE);
  const time = Math.round(performance.now() - started);
  if (answer?.ok) {
    return { state: "ok", words: `The server answers in ${time} ms.` };
  }
  const words = answer ? `The server answers with ${answer.status}, which it should not.` : "The server does not answer.";
  return { state: "failed", words, mend: ["Load this page again. If that fails too, the server or your network is down."] };
}
