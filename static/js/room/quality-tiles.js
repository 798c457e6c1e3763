/** What the tiles show of the lines: bars, and in words why a face is not there. */

import { AUDIO, SPEAKER } from "../call/quality.js";

/** @typedef {import("../call/mesh.js").Mesh} Mesh */
/** @typedef {import("../call/quality-regulator.js").Regulator} Regulator */
/** @typedef {import("../call/quality-line.js").Strength} Strength */

/** @param {Mesh} mesh @param {string} id the own tile's is "" */
export function tileOf(mesh, id) {
  return document.getElementById(`participant-${id || mesh.roster.participant}`);
}

/** @param {Mesh} mesh @param {Regulator} regulator */
export function drawLines(mesh, regulator) {
  const { lines, budget } = regulator;
  const isOn = mesh.peers.tracks.camera !== null;
  draw(tileOf(mesh, ""), lines.size ? regulator.strength : null, "", isOn ? ownWords(budget.step) : "");
  for (const { person } of mesh.faces) {
    const { participant: id, name, camera } = person;
    const gone = camera ? whyGone(regulator, id, name) : "";
    // What they send is measured by them: a line that they call thin is so for both.
    const strength = regulator.theirs.get(id) === "thin" ? "poor" : (lines.get(id)?.strength ?? null);
    draw(tileOf(mesh, id), strength, gone, isOn ? whyUnseen(regulator, id, name) : "");
    const share = document.querySelector(`.tile--share[data-share="${CSS.escape(id)}"]`);
    if (share instanceof HTMLElement) {
      drawPause(share, whyHidden(regulator, id, name));
    }
  }
}

/** @param {number} step */
function ownWords(step) {
  if (step === AUDIO) {
    return "Your picture is paused to save your data";
  } else {
    return step >= SPEAKER ? "You are seen while you speak, to save your data" : "";
  }
}

/** Why a shared screen stands still. @param {Regulator} regulator @param {string} id @param {string} name */
function whyHidden({ hidden }, id, name) {
  const reason = hidden.get(id);
  if (reason === "budget") {
    return `${name} saves data: the shared screen is paused`;
  } else {
    return reason === "asked" ? "Paused to save your data" : "";
  }
}

/** Why nothing is seen of somebody. @param {Regulator} regulator @param {string} id @param {string} name */
function whyGone({ theirs, budget }, id, name) {
  const reason = theirs.get(id);
  if (reason === "asked") {
    return budget.step === AUDIO ? "Paused to save your data" : "Seen while speaking, to save your data";
  } else if (reason === "thin") {
    return `${name}’s line is thin: sound only`;
  } else if (reason === "budget") {
    return `${name} saves data: sound only`;
  } else {
    return reason === "speaker" ? "Seen while speaking" : "";
  }
}

/** Why somebody sees nothing of this person. @param {Regulator} regulator @param {string} id @param {string} name */
function whyUnseen({ mine, wants }, id, name) {
  const reason = mine.get(id);
  if (reason === "thin") {
    return `The line to ${name} is thin: they only hear you`;
  } else {
    return reason === "asked" && wants.get(id)?.why === "budget" ? `${name} saves data: they only hear you` : "";
  }
}

/**
 * @param {HTMLElement | null} tile
 * @param {Strength | null} strength
 * @param {string} gone
 * @param {string} unseen
 */
function draw(tile, strength, gone, unseen) {
  if (tile) {
    drawBars(tile, strength);
    drawPause(tile, gone);
    drawNote(tile, unseen);
  }
}

/** @param {HTMLElement} tile @param {Strength | null} strength */
function drawBars(tile, strength) {
  const bars = tile.querySelector(".bars") ?? add(tile.querySelector(".tile__name"), "span", "bars", 4);
  if (bars instanceof HTMLElement && bars.dataset.strength !== (strength ?? "")) {
    bars.dataset.strength = strength ?? "";
    bars.title = strength ? `Line: ${strength}` : "";
    const words = /** @type {HTMLElement} */ (bars.lastElementChild);
    words.className = "sr";
    words.textContent = strength ? `, line ${strength}` : "";
  }
}

/** A face that does not come is covered, rather than left frozen. @param {HTMLElement} tile @param {string} words */
function drawPause(tile, words) {
  const old = tile.querySelector(".tile__pause");
  if (!words) {
    old?.remove();
  } else if (old) {
    write(old.querySelector("p"), words);
  } else {
    const cover = add(tile, "div", "tile__pause", 0);
    const avatar = /** @type {HTMLElement | undefined} */ (tile.querySelector(".avatar")?.cloneNode(true));
    avatar?.removeAttribute("hidden");
    cover.append(...(avatar ? [avatar] : []), Object.assign(document.createElement("p"), { textContent: words }));
    tile.querySelector("video")?.after(/** @type {Node} */ (cover));
  }
}

/** @param {HTMLElement} tile @param {string} words */
function drawNote(tile, words) {
  const old = tile.querySelector(".tile__unseen");
  if (!words) {
    old?.remove();
  } else {
    write(old ?? add(tile, "p", "tile__unseen", 0), words);
  }
}

/** @param {Element | null | undefined} element @param {string} words */
function write(element, words) {
  if (element && element.textContent !== words) {
    element.textContent = words;
  }
}

/** @param {Element | null} parent @param {string} name @param {string} className @param {number} marks */
function add(parent, name, className, marks) {
  const element = Object.assign(document.createElement(name), { className });
  element.append(...Array.from({ length: marks }, () => document.createElement("i")));
  parent?.append(element);
  return element;
}
