/** How loud a stream is, by the one AudioContext of the page. */

/** @type {AudioContext | undefined} */
let context;

/** The page's AudioContext; browsers let it start only after the person has touched the page. */
export function sound() {
  context ??= new AudioContext({ latencyHint: "interactive" });
  if (context.state === "suspended") {
    void context.resume().catch(() => {});
  }
  return context;
}

/** Measures one stream. */
export class Level {
  /** @param {MediaStream} stream with an audio track */
  constructor(stream) {
    this.source = sound().createMediaStreamSource(stream);
    this.analyser = new AnalyserNode(sound(), { fftSize: 1024, smoothingTimeConstant: 0 });
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
  }

  /** The loudness of the last 20 milliseconds: the root mean square, 0 to 1. */
  get now() {
    this.analyser.getFloatTimeDomainData(this.samples);
    const sum = this.samples.reduce((total, sample) => total + sample * sample, 0);
    return Math.sqrt(sum / this.samples.length);
  }

  stop() {
    this.source.disconnect();
  }
}

/**
 * Two soft notes, to find out whether the speaker is the right one.
 * @param {string} speaker where they are to be heard, "" for the system's choice
 */
export async function chime(speaker) {
  const context = sound();
  // A speaker that was unplugged meanwhile is no reason for silence.
  await /** @type {any} */ (context).setSinkId?.(speaker).catch(() => {});
  [523.25, 659.25].forEach((pitch, index) => {
    const start = context.currentTime + index * 0.25;
    const gain = new GainNode(context, { gain: 0 });
    const note = new OscillatorNode(context, { frequency: pitch });
    gain.gain.linearRampToValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.2, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.5);
    note.connect(gain).connect(context.destination);
    note.start(start);
    note.stop(start + 0.6);
  });
}
