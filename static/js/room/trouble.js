/** Says on the tile of somebody who cannot be reached why that is, and where to find out more. */

import { style } from "../lib/style.js";
import { waysOf } from "./ways.js";

/** @typedef {import("../call/mesh.js").Mesh} Mesh */

const PATIENCE = 15_000;

/** @param {import("./later.js").Page} page */
export function watchTrouble({ sitting: { mesh }, wire }) {
  /** @type {Map<string, ReturnType<typeof setInterval>>} those who are not connected, by participant */
  const waiting = new Map();
  const look = () => {
    // Of a call that somebody else carries nothing is known here.
    const faces = mesh.isCarried ? [] : mesh.faces.filter(isApart);
    const apart = new Set(faces.map((face) => face.person.participant));
    for (const [id, timer] of waiting) {
      if (!apart.has(id)) {
        clearInterval(timer);
        waiting.delete(id);
        noteOn(id)?.remove();
      }
    }
    for (const id of apart) {
      if (!waiting.has(id)) {
        // What cut them off may have cut the line to the server too.
        wire.doubt();
        // Again and again, for what stands in the way may change.
        waiting.set(id, setInterval(() => void explain(mesh, id), PATIENCE));
      }
    }
  };
  ["people", "state"].forEach((change) => mesh.addEventListener(change, look));
  look();
}

/** @param {import("../call/mesh.js").Face} face */
function isApart({ state }) {
  return state !== "connected";
}

/** @param {Mesh} mesh @param {string} id */
async function explain(mesh, id) {
  const connection = mesh.peers.all.get(id)?.connection;
  const [ways] = await Promise.all([connection && waysOf(connection), style("doctor")]);
  const face = mesh.faces.find(({ person }) => person.participant === id);
  const tile = document.getElementById(`participant-${id}`);
  if (face && tile && isApart(face)) {
    const note = noteOn(id) ?? tile.appendChild(makeNote());
    const words = whyApart(face.person.name, ways, hasRelay(mesh.peers.iceServers));
    /** @type {Element} */ (note.firstElementChild).textContent = words;
  }
}

/**
 * @param {string} name
 * @param {import("./ways.js").Ways | undefined} ways
 * @param {boolean} isRelayed whether this server has a relay
 */
export function whyApart(name, ways, isRelayed) {
  if (!ways?.isAnswered) {
    return `${name}’s browser does not answer: their own line to the server may be down.`;
  } else if (isRelayed && !ways.own.has("relay")) {
    return `No direct way to ${name}, and your network blocks the relay.`;
  } else if (isRelayed && !ways.theirs.has("relay")) {
    return `No direct way to ${name}, and their network blocks the relay.`;
  } else if (isRelayed) {
    return `No way to ${name}, neither direct nor through the relay.`;
  } else if (ways.own.size === 0) {
    return `No way to ${name}: something in your browser or network blocks calls.`;
  } else {
    return `No direct way to ${name}: a firewall stands between you, and this server has no relay.`;
  }
}

/** @param {RTCIceServer[]} servers */
function hasRelay(servers) {
  return servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith("turn")));
}

/** @param {string} id */
function noteOn(id) {
  return document.querySelector(`#participant-${CSS.escape(id)} > .tile__why`);
}

function makeNote() {
  const note = Object.assign(document.createElement("p"), { className: "tile__why" });
  note.setAttribute("role", "status");
  // In another tab, for leaving this one would leave the call.
  const link = { href: "/doctor", target: "_blank", textContent: "Find out more" };
  note.append(document.createElement("span"), Object.assign(document.createElement("a"), link));
  return note;
}
