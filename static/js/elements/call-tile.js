/** Drawing one person on the stage: the copy of the page's tile template and what it shows. */

/** @typedef {import("../call/signals.js").Person} Person */
/** @typedef {import("../call/peer.js").PeerState} PeerState */

/**
 * @typedef {object} Look
 * @property {Person} person
 * @property {PeerState} state
 * @property {boolean} isSelf
 */

/**
 * @param {Look} look
 * @returns {HTMLLIElement}
 */
export function makeTile(look) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("tile-template"));
  const copy = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  const tile = /** @type {HTMLLIElement} */ (copy.querySelector("li"));
  tile.dataset.user = String(look.person.user);
  tile.classList.toggle("tile--mirror", look.isSelf);
  video(tile).muted = look.isSelf;
  video(tile).onresize = () => uncover(tile);
  address(tile, look.person.user);
  part(tile, "[data-act=befriend]").hidden = look.person.isGuest;
  if (look.isSelf) {
    part(tile, ".tile__over").remove();
  }
  return tile;
}

/**
 * @param {HTMLElement} tile
 * @param {Look} look
 */
export function drawTile(tile, { person, state, isSelf }) {
  const { mic, camera, isHost } = person;
  const waits = state === "connecting" && !isSelf;
  Object.assign(tile.dataset, { state, mic: word(mic), camera: word(camera) });
  tile.classList.toggle("tile--wait", waits);
  tile.classList.toggle("tile--off", waits || !camera);
  video(tile).hidden = waits || !camera;
  uncover(tile);
  part(tile, "[data-badge=host]").hidden = !isHost;
  part(tile, "[data-badge=cohost]").hidden = isHost || person.role !== "cohost";
  drawAvatar(part(tile, ".avatar"), person);
  drawName(tile, { person, state, isSelf });
  drawActions(tile, person);
}

/**
 * @param {HTMLElement} tile
 * @param {boolean} isSpeaking
 */
export function drawSpeaking(tile, isSpeaking) {
  tile.classList.toggle("is-speaking", isSpeaking);
  tile.querySelectorAll("[data-speaking]").forEach((mark) => mark.toggleAttribute("hidden", !isSpeaking));
  drawMicrophone(tile);
}

/** @param {HTMLElement} tile */
export function video(tile) {
  return /** @type {HTMLVideoElement} */ (part(tile, "video"));
}

/** Until the first picture is there, the face stands in its place. @param {HTMLElement} tile */
function uncover(tile) {
  part(tile, ".avatar").hidden = !tile.classList.contains("tile--off") && video(tile).videoWidth > 0;
}

/** @param {HTMLElement} tile @param {Pick<Look, "person" | "state" | "isSelf">} look */
function drawName(tile, { person, state, isSelf }) {
  part(tile, ".tile__name [data-name]").textContent = isSelf ? "You" : person.name;
  part(tile, "[data-trouble]").textContent = { connecting: "Connecting…", lost: "Reconnecting…", connected: "" }[state];
  part(tile, ".tile__name [data-words]").textContent =
    `, microphone ${person.mic ? "on" : "muted"}, camera ${person.camera ? "on" : "off"}`;
  drawMicrophone(tile);
  icon(tile, "camera-off")?.toggleAttribute("hidden", person.camera);
}

/** @param {HTMLElement} tile */
function drawMicrophone(tile) {
  const isOn = tile.dataset.mic === "on";
  icon(tile, "mic")?.toggleAttribute("hidden", !isOn || tile.classList.contains("is-speaking"));
  icon(tile, "mic-off")?.toggleAttribute("hidden", isOn);
}

/** @param {HTMLElement} tile @param {Person} person */
function drawActions(tile, person) {
  // The own tile's has nothing to tell.
  const over = tile.querySelector(".tile__over:has(dl)");
  if (over instanceof HTMLElement) {
    part(over, "[data-name]").textContent = person.name;
    part(over, "[data-audio]").textContent = `Audio: ${person.mic ? "ON" : "OFF"}`;
    part(over, "[data-video]").textContent = `Video: ${person.camera ? "ON" : "OFF"}`;
    part(over, "[data-act=mute]").hidden = !person.mic;
    part(over, "[data-act=unmute]").hidden = person.mic;
  }
}

/**
 * Say whom the buttons are about. Kicking asks first, so it fetches a question; the others do what they say.
 * @param {HTMLElement} tile @param {number} user
 */
function address(tile, user) {
  for (const button of tile.querySelectorAll("[data-url]")) {
    const url = (button.getAttribute("data-url") ?? "").replace("{user}", String(user));
    button.setAttribute(button.getAttribute("data-act") === "kick" ? "hx-get" : "hx-post", url);
  }
  part(tile, "[data-act=befriend]").setAttribute("hx-vals", JSON.stringify({ user_id: user }));
}

/** @param {HTMLElement} avatar @param {Person} person */
function drawAvatar(avatar, { avatar: src, initials, tint }) {
  avatar.dataset.tint = String(tint);
  if (src && avatar.querySelector("img")?.getAttribute("src") !== src) {
    avatar.replaceChildren(Object.assign(new Image(), { src, alt: "" }));
  } else if (!src) {
    avatar.textContent = initials;
  }
}

/** @param {boolean} on */
function word(on) {
  return on ? "on" : "off";
}

/** @param {HTMLElement} tile @param {string} name */
function icon(tile, name) {
  return tile.querySelector(`.tile__name > svg:has(use[href$="${name}"])`);
}

/** @param {HTMLElement} tile @param {string} selector */
function part(tile, selector) {
  return /** @type {HTMLElement} */ (tile.querySelector(selector));
}
