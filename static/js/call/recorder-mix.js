/** The sound of a recording: the tracks of those who agreed, and nothing else, mixed into one. */

import { sound } from "./level.js";

export class Mix {
  #out = sound().createMediaStreamDestination();
  /** @type {Map<MediaStreamTrack, MediaStreamAudioSourceNode>} */
  #sources = new Map();

  /** @returns {MediaStreamTrack} silent while nobody is in it */
  get track() {
    return this.#out.stream.getAudioTracks()[0];
  }

  /**
   * From now on exactly these are in it.
   * @param {MediaStreamTrack[]} tracks
   */
  match(tracks) {
    const wanted = new Set(tracks.filter(({ readyState }) => readyState === "live"));
    for (const [track, source] of this.#sources) {
      if (!wanted.has(track)) {
        source.disconnect();
        this.#sources.delete(track);
      }
    }
    for (const track of wanted) {
      if (!this.#sources.has(track)) {
        const source = sound().createMediaStreamSource(new MediaStream([track]));
        source.connect(this.#out);
        this.#sources.set(track, source);
      }
    }
  }

  stop() {
    this.match([]);
    this.track.stop();
  }
}
