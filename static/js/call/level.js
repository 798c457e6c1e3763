/** How loud a stream is, by the one AudioContext of the page. */

/** @type {AudioContext | undefined} */
let context;

/** The page's AudioContext; browsers let it start only after the person has touched the page. */
export function sound() {
  context ??= new AudioContext({ latencyHint: "interactive" });
  // Also "interrupted", as telephones call it.
  if (context.state !== "running") {
    void context.resume().catch(() => {});
  }
  return context;
}

/** Measures one stream. */
export class Level {
  /**
   * @param {MediaStream} stream with an audio track
   * @param {number} [samples] how many of the last ones count, a power of two
   */
  constructor(stream, samples = 1024) {
    this.source = sound().createMediaStreamSource(stream);
    this.analyser = new AnalyserNode(sound(), { fftSize: samples, smoothingTimeConstant: 0 });
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
  }

  /** The loudness of the last samples (20 milliseconds, unless others were asked for): the root mean square, 0 to 1. */
  get now() {
    this.analyser.getFloatTimeDomainData(this.samples);
    const sum = this.samples.reduce((total, sample) => total + sample * sample, 0);
    return Math.sqrt(sum / this.samples.length);
  }

  stop() {
    this.source.disconnect();
  }
}
