/** Who else is in the call, as the server tells it. */

import { personFrom } from "./signals.js";

/** @typedef {import("./signals.js").Person} Person */

export class Roster {
  /** @type {Map<string, Person>} by participant, in the order in which they came */
  people = new Map();

  /** @param {string} participant this tab's own id */
  constructor(participant) {
    this.participant = participant;
  }

  /**
   * Take the whole list for the truth.
   * @param {import("./signals.js").Joined} joined
   * @returns {Person | undefined} this tab's own entry, where the list has one
   */
  settle({ participant, people }) {
    this.participant = participant;
    const others = people.filter((person) => person.participant !== participant);
    this.people = new Map(others.map((person) => [person.participant, person]));
    return people.find((person) => person.participant === participant);
  }

  /**
   * @param {import("./signals.js").Arrival} arrival
   * @returns {boolean} whether it concerns another tab
   */
  arrive(arrival) {
    const person = personFrom(arrival);
    const isOther = person.participant !== this.participant;
    if (isOther) {
      this.people.set(person.participant, { ...this.people.get(person.participant), ...person });
    }
    return isOther;
  }

  /** @param {import("./signals.js").Departure} departure */
  depart({ participant }) {
    this.people.delete(participant);
  }

  /** @param {import("./signals.js").SwitchesChanged} change */
  switch({ participant, mic, camera, screen = false }) {
    const person = this.people.get(participant);
    if (person) {
      this.people.set(participant, { ...person, mic, camera, screen });
    }
  }

  /** @param {{user_id: number, role: string}} promotion */
  promote({ user_id, role }) {
    for (const [participant, person] of this.people) {
      if (person.user === user_id) {
        this.people.set(participant, { ...person, role });
      }
    }
  }
}
