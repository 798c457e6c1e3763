/**
 * "You are muted": noticed on a copy of the microphone's track that goes nowhere but to a meter, and only while the
 * person is muted; what is sent stays silent.
 */

import { Level } from "../../call/level.js";
import { note, takeNote } from "../note.js";

const EVERY = 150;
const LOUD = 0.03;
/** So many of the last ones must be loud: a word, not a cough. */
const WINDOW = 12;
const ENOUGH = 6;
const SELDOM = 30_000;
const SHOWN = 8000;
const NAME = "muted";

/** @param {import("../later.js").Page} page */
export function watchMuted({ sitting }) {
  const { media } = sitting;
  /** @type {{track: MediaStreamTrack, level: Level, recent: boolean[]} | null} */
  let ear = null;
  let told = -Infinity;
  const forget = () => {
    ear?.level.stop();
    ear?.track.stop();
    ear = null;
    takeNote(NAME);
  };
  const follow = () => {
    const { microphone } = media;
    const listens = microphone !== null && !microphone.enabled && microphone.readyState === "live";
    if (ear && !listens) {
      forget();
    } else if (!ear && listens) {
      const track = microphone.clone();
      track.enabled = true;
      ear = { track, level: new Level(new MediaStream([track])), recent: [] };
    }
  };
  const look = () => {
    if (ear) {
      ear.recent = [...ear.recent, ear.level.now > LOUD].slice(-WINDOW);
      const isTalking = ear.recent.filter(Boolean).length >= ENOUGH;
      if (isTalking && performance.now() - told > SELDOM) {
        told = performance.now();
        say(() => void sitting.flip("mic", true));
      }
    }
  };
  media.addEventListener("change", follow);
  // A copy would keep the old device open, and a system that gives it to one taker only would not give another.
  media.addEventListener("opening", forget);
  setInterval(look, EVERY);
  follow();
}

/** @param {() => void} unmute */
function say(unmute) {
  note(NAME, "mic-off", "You are muted: nobody hears you", [
    { words: "Unmute", act: unmute, key: "M" },
    { words: "Stay muted" },
  ]);
  setTimeout(() => takeNote(NAME), SHOWN);
}
