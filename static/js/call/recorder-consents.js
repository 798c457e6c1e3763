/** Who records this call and who agreed to it, as the server tells it. */

import { ARRIVED, DEPARTED, JOINED, SETTINGS_CHANGED } from "./signals.js";

export const RECORD = "call:record";
export const CONSENT = "call:consent";
export const ASKED = "call:recording-asked";
export const ENDED = "call:recording-ended";

/** Emits `change` after anything about it did. */
export class Consents extends EventTarget {
  /** Whether hosts may record in this room. */
  isAllowed = false;
  /** @type {string | null} the participant whose browser records */
  recorder = null;
  /** @type {Map<string, boolean>} by participant; who is not in it has not answered */
  #answers = new Map();
  /** @type {Record<string, (data: any) => void>} */
  ears = {
    [JOINED]: ({ recording, people }) => this.#settle(recording, people),
    [ARRIVED]: ({ participant, agreed }) => this.#note(participant, agreed),
    [DEPARTED]: ({ participant }) => this.#answers.delete(participant),
    [ASKED]: ({ participant }) => this.#begin(participant),
    [CONSENT]: ({ participant, agreed }) => this.#note(participant, agreed),
    [ENDED]: () => this.#begin(null),
    [SETTINGS_CHANGED]: ({ recording_enabled }) => (this.isAllowed = recording_enabled ?? this.isAllowed),
  };

  /** @param {string} event @param {any} data */
  hear(event, data) {
    this.ears[event]?.(data);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * @param {string} participant
   * @returns {boolean | null} null before they have answered
   */
  of(participant) {
    return this.recorder === null ? null : (this.#answers.get(participant) ?? null);
  }

  /** @param {{allowed: boolean, participant: string | null} | undefined} recording @param {any[]} people */
  #settle(recording, people) {
    this.isAllowed = recording?.allowed ?? false;
    this.#begin(recording?.participant ?? null);
    people.forEach(({ participant, agreed }) => this.#note(participant, agreed));
  }

  /** @param {string | null} recorder */
  #begin(recorder) {
    this.recorder = recorder;
    this.#answers.clear();
    if (recorder) {
      this.#answers.set(recorder, true);
    }
  }

  /** @param {string} participant @param {unknown} agreed */
  #note(participant, agreed) {
    if (typeof agreed === "boolean") {
      this.#answers.set(participant, agreed);
    } else {
      this.#answers.delete(participant);
    }
  }
}
