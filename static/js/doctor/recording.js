/** A few seconds of sound, kept in this page alone, to be played back. */

export class Recording {
  /** @type {Blob[]} */
  #parts = [];
  /** @type {MediaRecorder | null} */
  #recorder = null;

  /** @param {MediaStream} stream */
  constructor(stream) {
    if (globalThis.MediaRecorder) {
      this.#recorder = new MediaRecorder(stream);
      this.#recorder.ondataavailable = ({ data }) => this.#parts.push(data);
      this.#recorder.start();
    }
  }

  /** Stop, and let `player` play it. @param {HTMLAudioElement} player */
  async playIn(player) {
    const recorder = this.#recorder;
    if (recorder) {
      await new Promise((done) => {
        recorder.onstop = done;
        recorder.stop();
      });
      URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(new Blob(this.#parts, { type: recorder.mimeType }));
      player.hidden = false;
    }
  }
}
