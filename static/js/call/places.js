/** The fixed places of a connection's tracks, and what arrives in them. */

/** @typedef {"audio" | "camera" | "screen" | "sound"} Place the last two are a shared screen and what it plays */
/** @typedef {Record<Place, MediaStreamTrack | null>} Tracks */

export const PLACES = /** @type {Place[]} */ (["audio", "camera", "screen", "sound"]);

/** @param {Place} place */
export function kindOf(place) {
  return place === "audio" || place === "sound" ? "audio" : "video";
}

export class Reception {
  stream = new MediaStream();
  /** What they share of their screen. */
  display = new MediaStream();
  /** @type {Map<Place, MediaStreamTrack>} */
  #tracks = new Map();
  /** @type {Set<Place>} what is expected just now */
  #shown = new Set();

  /**
   * @param {Place} place
   * @param {MediaStreamTrack} track
   */
  take(place, track) {
    this.#tracks.set(place, track);
    if (place === "audio") {
      this.stream.addTrack(track);
    } else {
      track.onunmute = () => this.show(place, this.#shown.has(place));
    }
  }

  /**
   * Put a track into its stream, or take it out: a player that waits for the first picture of a camera that is
   * off would not play the sound either.
   * @param {Place} place
   * @param {boolean} on
   */
  show(place, on) {
    const stream = place === "camera" ? this.stream : this.display;
    const track = this.#tracks.get(place);
    this.#shown[on ? "add" : "delete"](place);
    if (track && on && !track.muted) {
      stream.addTrack(track);
    } else if (track && !on) {
      stream.removeTrack(track);
    }
  }
}
