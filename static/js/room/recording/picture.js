/** The picture of a recording: everybody who agreed as they are seen, and the others as their initials. */

import { placesOf } from "../../call/recorder-grid.js";

/** @typedef {import("../../call/recorder-grid.js").Box} Box */

/**
 * @typedef {object} Cast somebody in the picture
 * @property {string} key
 * @property {string} name
 * @property {string} initials
 * @property {number} tint
 * @property {boolean} isRecorded
 * @property {MediaStreamTrack | null} camera
 * @property {MediaStreamTrack | null} screen
 */

const FRAME = { x: 0, y: 0, width: 1280, height: 720 };
const RATE = 20;
const TINTS = ["#E6BE84", "#E0A08A", "#A6C9A2", "#96C3C6", "#C9AEDB", "#E3CB78"];
const INK = "#231B2D";

export class Picture {
  canvas = Object.assign(document.createElement("canvas"), { width: FRAME.width, height: FRAME.height });
  #context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { alpha: false }));
  // Not every browser lets one be filmed that nobody can draw on yet.
  track = this.canvas.captureStream(RATE).getVideoTracks()[0];
  /** @type {Map<MediaStreamTrack, HTMLVideoElement>} */
  #players = new Map();

  /** @param {Cast[]} cast */
  draw(cast) {
    this.#match(cast.flatMap(({ camera, screen }) => [camera, screen]));
    const sharing = cast.filter(({ isRecorded, screen }) => isRecorded && screen);
    const places = placesOf(sharing.length, cast.length, FRAME);
    this.#context.fillStyle = "#0E0C16";
    this.#context.fillRect(0, 0, FRAME.width, FRAME.height);
    sharing.forEach(({ screen }, index) => this.#film(screen, places.screens[index], Math.min));
    cast.forEach((person, index) => this.#person(person, places.people[index]));
  }

  stop() {
    this.#match([]);
    this.track.stop();
  }

  /** @param {Cast} person @param {Box} box */
  #person(person, box) {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 12);
    context.clip();
    context.fillStyle = "#1D1A2A";
    context.fillRect(box.x, box.y, box.width, box.height);
    if (!person.isRecorded || !this.#film(person.camera, box, Math.max)) {
      this.#initials(person, box);
    }
    context.restore();
    this.#name(person, box);
  }

  /**
   * @param {MediaStreamTrack | null} track
   * @param {Box} box
   * @param {(...scales: number[]) => number} fit the smaller scale shows all of it, the larger fills the box
   */
  #film(track, box, fit) {
    const player = track && this.#players.get(track);
    if (!player?.videoWidth || player.readyState < 2) {
      return false;
    }
    const scale = fit(box.width / player.videoWidth, box.height / player.videoHeight);
    const width = player.videoWidth * scale;
    const height = player.videoHeight * scale;
    this.#context.drawImage(player, box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height);
    return true;
  }

  /** @param {Cast} person @param {Box} box */
  #initials({ initials, tint }, box) {
    const radius = Math.min(box.width, box.height) * 0.22;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    this.#context.fillStyle = TINTS[Math.abs(tint) % TINTS.length];
    this.#context.beginPath();
    this.#context.arc(x, y, radius, 0, Math.PI * 2);
    this.#context.fill();
    this.#write(initials, x, y, radius * 0.8, INK);
  }

  /** @param {Cast} person @param {Box} box */
  #name({ name, isRecorded }, box) {
    const size = Math.max(12, Math.min(20, box.height / 12));
    const words = isRecorded ? name : `${name} · Not recorded`;
    this.#context.font = `600 ${size}px system-ui, sans-serif`;
    const width = Math.min(this.#context.measureText(words).width + size * 1.4, box.width - 12);
    const [x, y] = [box.x + 6, box.y + box.height - size * 1.8 - 6];
    this.#context.fillStyle = "rgb(17 14 26 / .74)";
    this.#context.beginPath();
    this.#context.roundRect(x, y, width, size * 1.8, size);
    this.#context.fill();
    this.#write(words, x + width / 2, y + size * 0.95, size, "#F6F1FA", width - size);
  }

  /** @param {string} text @param {number} x @param {number} y @param {number} size @param {string} colour @param {number} [most] */
  #write(text, x, y, size, colour, most) {
    const context = this.#context;
    const font = `600 ${size}px system-ui, sans-serif`;
    Object.assign(context, { font, fillStyle: colour, textAlign: "center", textBaseline: "middle" });
    context.fillText(text, x, y, most);
  }

  /** A player for each track, and none for any other. @param {(MediaStreamTrack | null)[]} tracks */
  #match(tracks) {
    for (const [track, player] of this.#players) {
      if (!tracks.includes(track)) {
        player.srcObject = null;
        this.#players.delete(track);
      }
    }
    for (const track of tracks) {
      if (track && !this.#players.has(track)) {
        const player = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
        player.srcObject = new MediaStream([track]);
        void player.play().catch(() => {});
        this.#players.set(track, player);
      }
    }
  }
}
