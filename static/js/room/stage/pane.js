/** What the small window shows: who speaks or what is shared, the others under it, and the buttons one needs. */

import { SELF } from "../../elements/call-stage.js";
import { button, element } from "../../lib/draw.js";

const MOST_BESIDE = 4;

export class Pane {
  #gone = new AbortController();

  /**
   * @param {Window} outside
   * @param {import("./view.js").View} view
   */
  constructor(outside, view) {
    this.outside = outside;
    this.view = view;
    const { document: page } = outside;
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dir = document.documentElement.dir;
    page.title = document.title;
    this.main = element("div", { class: "pane__main" });
    this.strip = element("div", { class: "pane__strip" });
    this.recorded = element("p", { class: "recording", role: "status", hidden: "" },
      element("span", { class: "recording__dot", "aria-hidden": "true" }), element("span", { dir: "auto" }));
    this.mic = button({ class: "btn btn--icon" }, "mic", "");
    this.camera = button({ class: "btn btn--icon" }, "camera", "");
    page.body.className = "pane";
    page.body.append(this.main, this.strip, this.#buttons(), this.recorded);
    const { signal } = this.#gone;
    view.addEventListener("change", () => this.draw(), { signal });
    view.stage.addEventListener("drawn", () => this.draw(), { signal });
    const recording = new MutationObserver(() => this.draw());
    recording.observe(view.room, { attributeFilter: ["data-recording"] });
    signal.addEventListener("abort", () => recording.disconnect());
    this.draw();
  }

  draw() {
    const { view } = this;
    const { now, others } = view;
    if (view.sitting.phase === "over") {
      return this.close();
    }
    this.#dress();
    this.#say(view.room.dataset.recording);
    // The own screen is before one's eyes already.
    const shown = now?.kind === "share" && now.key === SELF ? null : now;
    const speaker = others.includes(view.speaker) ? view.speaker : (others[0] ?? SELF);
    const large = shown ?? { kind: "person", key: speaker };
    const beside = others.filter((key) => large.kind === "share" || key !== large.key).slice(0, MOST_BESIDE);
    match(this.main, [picture(view, large.key, large.kind === "share")]);
    match(this.strip, beside.map((key) => picture(view, key, false)));
    const { mic, camera } = view.sitting.switches;
    press(this.mic, mic, mic ? "Mute" : "Unmute", "mic");
    press(this.camera, camera, camera ? "Stop camera" : "Start camera", "camera");
  }

  close() {
    this.outside.close();
  }

  stop() {
    this.#gone.abort();
  }

  /** As the page: what it has fetched since is worn here as well. */
  #dress() {
    const { head } = this.outside.document;
    for (const { href } of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"))) {
      if (!head.querySelector(`[href="${CSS.escape(href)}"]`)) {
        head.append(element("link", { rel: "stylesheet", href }));
      }
    }
  }

  /** That the call is recorded is seen wherever the call is. @param {string | undefined} words */
  #say(words = "") {
    this.outside.document.body.toggleAttribute("data-recording", Boolean(words));
    this.recorded.hidden = !words;
    this.recorded.lastElementChild?.replaceChildren(words);
  }

  #buttons() {
    const { sitting } = this.view;
    const leave = button({ class: "btn btn--icon btn--leave" }, "leave", "Leave");
    leave.lastElementChild?.classList.add("sr");
    this.mic.addEventListener("click", () => void sitting.flip("mic", !sitting.switches.mic));
    this.camera.addEventListener("click", () => void sitting.flip("camera", !sitting.switches.camera));
    // Leaving asks first, and asks in the page.
    leave.addEventListener("click", () => {
      this.close();
      window.focus();
      /** @type {HTMLElement | null} */ (document.querySelector(".room__bar .btn--leave"))?.click();
    });
    return element("div", { class: "pane__acts", role: "toolbar", "aria-label": "Call controls" }, this.mic, this.camera, leave);
  }
}

/** @typedef {{key: string, stream: MediaStream | null, name: string, initials: string, isMirror: boolean, isShare: boolean}} Picture */

/** @param {import("./view.js").View} view @param {string} key @param {boolean} isShare @returns {Picture} */
function picture(view, key, isShare) {
  const face = view.faces.get(key);
  const isMirror = key === SELF && !isShare;
  const name = key === SELF ? "You" : (face?.person.name ?? "");
  const stream = (isShare ? face?.display : face?.person.camera && face.stream) || null;
  const { initials = "" } = face?.person ?? {};
  return { key: `${isShare ? "screen " : ""}${key}`, stream, name, initials, isMirror, isShare };
}

/**
 * Only what changed is drawn anew, so that no picture blinks.
 * @param {HTMLElement} place
 * @param {Picture[]} pictures
 */
function match(place, pictures) {
  const there = new Map(/** @type {HTMLElement[]} */ ([...place.children]).map((tile) => [tile.dataset.key ?? "", tile]));
  const tiles = pictures.map((each) => fill(there.get(each.key) ?? tileFor(each), each));
  if (tiles.some((tile, index) => tile !== place.children[index]) || tiles.length !== place.childElementCount) {
    place.replaceChildren(...tiles);
    tiles.forEach((tile) => void tile.querySelector("video")?.play().catch(() => {}));
  }
}

/** @param {Picture} picture */
function tileFor({ key, name, initials, isMirror, isShare }) {
  const kind = `tile${isMirror ? " tile--mirror" : ""}${isShare ? " tile--share" : ""}`;
  // It is heard from the page.
  const video = element("video", { class: "tile__media", autoplay: "", playsinline: "" });
  video.muted = true;
  return element("div", { class: kind, "data-key": key }, video,
    element("span", { class: "avatar", "aria-hidden": "true" }, initials),
    element("p", { class: "tile__name" }, element("span", { dir: "auto" }, name)));
}

/** @param {HTMLElement} tile @param {Picture} picture */
function fill(tile, { stream }) {
  const video = /** @type {HTMLVideoElement} */ (tile.querySelector("video"));
  if (video.srcObject !== stream) {
    video.srcObject = stream;
    void video.play().catch(() => {});
  }
  tile.classList.toggle("tile--off", !stream);
  tile.querySelector(".avatar")?.toggleAttribute("hidden", Boolean(stream));
  return tile;
}

/** @param {HTMLElement} button @param {boolean} isOn @param {string} words @param {string} symbol */
function press(button, isOn, words, symbol) {
  button.setAttribute("aria-label", words);
  button.setAttribute("title", words);
  const use = button.querySelector("use");
  use?.setAttribute("href", `${use.getAttribute("href")?.replace(/#.*/, "")}#i-${symbol}${isOn ? "" : "-off"}`);
}
