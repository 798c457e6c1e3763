/** Who else is in the call, as the server tells it. */

import { personFrom } from "./signals.js";

/** @typedef {import("./signals.js").Person} Person */

/** @type {Person} somebody of whom nothing is known yet */
export const NOBODY = {
  participant: "",
  user: 0,
  name: "",
  role: "member",
  isHost: false,
  isGuest: false,
  avatar: null,
  initials: "",
  tint: 0,
  mic: false,
  camera: false,
  screen: false,
  hand: null,
  muted: false,
};

export class Roster {
  /** @type {Map<string, Person>} by participant, in the order in which they came */
  people = new Map();

  /** This tab's own id, once the server has given it one. */
  participant = "";

  /**
   * Take the whole list for the truth.
   * @param {import("./signals.js").Joined} joined
   * @returns {Person | undefined} this tab's own entry
   */
  settle({ participant, people }) {
    this.participant = participant;
    const all = people.map(personFrom);
    const others = all.filter((person) => person.participant !== participant);
    this.people = new Map(others.map((person) => [person.participant, person]));
    return all.find((person) => person.participant === participant);
  }

  /** @param {import("./signals.js").Arrival} arrival */
  arrive(arrival) {
    if (arrival.user && arrival.participant !== this.participant) {
      const person = personFrom(/** @type {import("./signals.js").FaceData} */ (arrival));
      this.people.set(person.participant, person);
    }
  }

  /** @param {import("./signals.js").Departure} departure */
  depart({ participant }) {
    this.people.delete(participant);
  }

  /** @param {import("./signals.js").SwitchesChanged} change */
  switch({ participant, mic, camera, screen }) {
    this.#change((person) => person.participant === participant, () => ({ mic, camera, screen: screen ?? false }));
  }

  /** @param {import("./signals.js").HandChanged} change */
  raise({ user_id, hand }) {
    this.#change((person) => person.user === user_id, () => ({ hand }));
  }

  /** @param {{user_id: number, role: string}} promotion */
  promote({ user_id, role }) {
    this.#change((person) => person.user === user_id, () => ({ role }));
  }

  /** @param {{host_id: number}} update */
  crown({ host_id }) {
    this.#change(() => true, (person) => ({ isHost: person.user === host_id }));
  }

  /**
   * @param {(person: Person) => boolean} concerns
   * @param {(person: Person) => Partial<Person>} change
   */
  #change(concerns, change) {
    for (const [participant, person] of this.people) {
      if (concerns(person)) {
        this.people.set(participant, { ...person, ...change(person) });
      }
    }
  }
}
