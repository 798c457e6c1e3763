/** A microphone that gives nothing at all, not even the noise of a room: says so, and what to look at. */

import { Level, sound } from "../../call/level.js";
import { spoken } from "../../call/plugged.js";
import { note, takeNote } from "../note.js";

const EVERY = 500;
/** More samples than come between two looks, so that no short sound is missed. */
export const WINDOW = 32_768;
/** Below the noise of any real microphone. */
const NOTHING = 0.0001;
/** So many looks without a sound: eight seconds. */
const ENOUGH = 16;
/** Who was quiet for longer than this is a good listener. */
const EARLY = 60_000;
const NAME = "silence";
const ADVICE = /** @type {[RegExp, string][]} */ ([
  [/Windows/, "Settings > System > Sound > Input shows whether Windows hears it"],
  [/iPhone|iPad/, "Settings > Safari > Microphone, and the switch at the side"],
  [/Mac OS/, "System Settings > Sound > Input shows whether your Mac hears it"],
  [/Android/, "Settings > Privacy > Microphone access may be off"],
  [/CrOS/, "The quick settings at the clock show the microphone's volume"],
  [/Linux/, "The sound settings show whether the system hears it"],
]);

/** @param {import("../later.js").Page} page */
export function watchSilence({ sitting }) {
  const { media } = sitting;
  /** @type {{track: MediaStreamTrack, level: Level, since: number, quiet: number} | null} */
  let ear = null;
  const follow = () => {
    if (media.microphone !== ear?.track) {
      forget();
      const track = media.microphone;
      track?.addEventListener("mute", () => track === ear?.track && track.enabled && sayStopped(track.label));
      track?.addEventListener("unmute", () => takeNote(NAME));
      ear = track && { track, level: new Level(new MediaStream([track]), WINDOW), since: performance.now(), quiet: 0 };
    }
  };
  const forget = () => {
    ear?.level.stop();
    ear = null;
    takeNote(NAME);
  };
  const look = () => {
    // Before the person has touched the page the browser lets nothing be measured.
    if (ear?.track.enabled && !sitting.carrier && sound().state === "running") {
      const isEarly = performance.now() - ear.since < EARLY;
      ear.quiet = ear.level.now > NOTHING ? -Infinity : ear.quiet + 1;
      if (ear.quiet === ENOUGH && isEarly) {
        say(ear.track.label);
      } else if (ear.quiet === -Infinity) {
        takeNote(NAME);
      }
    }
  };
  media.addEventListener("change", follow);
  setInterval(look, EVERY);
  follow();
}

/** @param {string} label */
function say(label) {
  const advice = ADVICE.find(([system]) => system.test(navigator.userAgent))?.[1];
  tell(`We hear nothing from ${called(label)}. Is it switched off?${advice ? ` ${advice}.` : ""}`);
}

/** By a key of the keyboard, a switch on the headset, or a telephone call. @param {string} label */
function sayStopped(label) {
  tell(`Your system has muted ${called(label)}: nobody hears you until it is switched on again`);
}

/** @param {string} label */
function called(label) {
  return spoken(label) || "your microphone";
}

/** @param {string} text */
function tell(text) {
  note(NAME, "mic", text, [
    { words: "Pick another", act: () => document.dispatchEvent(new CustomEvent("call:act", { detail: { act: "more" } })) },
    { words: "It is fine" },
  ]);
}
