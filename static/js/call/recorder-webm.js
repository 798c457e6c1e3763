/**
 * WebM as browsers record it says neither how long it is nor where anything lies. While it is written, this notes
 * when and where each picture stands that can be begun with; at the end the length and the index are put in
 * (RFC 8794 for EBML, RFC 9559 for Matroska's elements).
 */

import { element, headAt, joined, number, value } from "./recorder-ebml.js";

/** @typedef {import("./recorder-file.js").Sink} Sink */
/** @typedef {import("./recorder-ebml.js").Head} Head */

const [SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP] = [0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0];
const [NUMBER, TYPE, TIME, BLOCK, BLOCK_IN_GROUP] = [0xd7, 0x83, 0xe7, 0xa3, 0xa1];
const INSIDE = new Set([SEGMENT, TRACKS, TRACK, CLUSTER, GROUP]);
const READ = new Set([NUMBER, TYPE, TIME, BLOCK, BLOCK_IN_GROUP]);
const VIDEO = 1;
/** The length of an identifier, of a size, and of what is read of a block. */
const ENOUGH = 12;
/** Whose description is not found within so many bytes is no WebM that we know: it stays as it is. */
const MOST_BEFORE = 65_536;
/** As long as the entry that says where the index is; nothing until there is one. */
const ROOM = [0xec, 0x98, ...Array(24).fill(0)];
const NO_LENGTH = [0x44, 0x89, 0x88, ...Array(8).fill(0)];

/** @param {Sink} sink @returns {Sink} the same, for a WebM that can be sought in */
export function seekable(sink) {
  const file = new Webm();
  return {
    ...sink,
    write: async (part) => {
      const bytes = file.take(new Uint8Array(await part.arrayBuffer()));
      await (bytes.length ? sink.write(new Blob([bytes])) : undefined);
    },
    close: async (type) => {
      const { rest, patches } = file.end();
      await (rest.length ? sink.write(new Blob([rest])) : undefined);
      for (const [at, bytes] of patches) {
        await sink.patch(at, bytes);
      }
      return sink.close(type);
    },
  };
}

class Webm {
  /** @type {Uint8Array<ArrayBuffer>} what is kept back until the description has been read */
  #before = new Uint8Array();
  /** @type {Uint8Array<ArrayBuffer>} the beginning of an element whose rest has not come yet */
  #begun = new Uint8Array();
  #isKnown = false;
  #isForeign = false;
  #written = 0;
  /** How many bytes of what comes belong to an element that is of no interest. */
  #skip = 0;
  #segment = 0;
  /** Where the room for the index's place is, and the length's. */
  #room = 0;
  #length = 0;
  #track = 0;
  #video = 0;
  #cluster = { at: 0, time: 0 };
  #last = 0;
  /** @type {{time: number, at: number}[]} */
  #index = [];

  /** @param {Uint8Array<ArrayBuffer>} bytes @returns {Uint8Array<ArrayBuffer>} what to write for them */
  take(bytes) {
    if (this.#isForeign) {
      return bytes;
    } else if (this.#isKnown) {
      return this.#pass(bytes);
    }
    this.#before = joined(this.#before, bytes);
    const made = this.#describe(this.#before);
    if (made) {
      this.#isKnown = true;
      return this.#pass(made);
    }
    this.#isForeign = this.#before.length > MOST_BEFORE;
    return this.#isForeign ? this.#before : new Uint8Array();
  }

  /** @returns {{rest: Uint8Array<ArrayBuffer>, patches: [number, Uint8Array<ArrayBuffer>][]}} */
  end() {
    if (!this.#isKnown) {
      return { rest: this.#isForeign ? new Uint8Array() : this.#before, patches: [] };
    }
    const points = this.#index.map(({ time, at }) => {
      return element([0xbb], [...element([0xb3], number(time)), ...element([0xb7], [
        ...element([0xf7], number(this.#video)), ...element([0xf1], number(at))])]);
    });
    const place = [0x53, 0xab, 0x84, 0x1c, 0x53, 0xbb, 0x6b, 0x53, 0xac, 0x88, ...number(this.#written - this.#segment)];
    const entry = element([0x11, 0x4d, 0x9b, 0x74], element([0x4d, 0xbb], place));
    const length = new Uint8Array(8);
    new DataView(length.buffer).setFloat64(0, this.#last);
    const index = element([0x1c, 0x53, 0xbb, 0x6b], points.flat());
    /** @type {[number, Uint8Array<ArrayBuffer>][]} */
    const patches = [[this.#length, length]];
    return points.length
      ? { rest: new Uint8Array(index), patches: [...patches, [this.#room, new Uint8Array(entry)]] }
      : { rest: new Uint8Array(), patches };
  }

  /** The beginning of the file with room for what is known only at its end, once there is enough of it. @param {Uint8Array} bytes */
  #describe(bytes) {
    for (let at = 0, head; (head = headAt(bytes, at)); at = INSIDE.has(head.id) ? head.start : head.start + head.size) {
      const end = head.start + head.size;
      if (head.id === INFO) {
        const known = [...bytes.subarray(head.start, end), ...NO_LENGTH];
        const info = element([0x15, 0x49, 0xa9, 0x66], known);
        this.#room = at;
        this.#length = at + ROOM.length + info.length - 8;
        return end <= bytes.length ? joined(bytes.subarray(0, at), new Uint8Array([...ROOM, ...info]), bytes.subarray(end)) : null;
      }
    }
    return null;
  }

  /** Note what goes by. @param {Uint8Array<ArrayBuffer>} bytes */
  #pass(bytes) {
    const start = this.#written - this.#begun.length;
    const seen = joined(this.#begun, bytes);
    let at = Math.min(this.#skip, seen.length);
    this.#skip -= at;
    while (at < seen.length && this.#skip === 0) {
      const head = headAt(seen, at);
      if (!head || (READ.has(head.id) && head.start + Math.min(head.size, ENOUGH) > seen.length)) {
        break;
      }
      this.#note(head, seen.subarray(head.start, head.start + Math.min(head.size, ENOUGH)), start + at, start + head.start);
      const end = INSIDE.has(head.id) ? head.start : head.start + head.size;
      this.#skip = Math.max(0, end - seen.length);
      at = Math.min(end, seen.length);
    }
    this.#begun = seen.slice(at);
    this.#written += bytes.length;
    return bytes;
  }

  /** @param {Head} head @param {Uint8Array} content as much as is read of it @param {number} at @param {number} inside */
  #note({ id }, content, at, inside) {
    if (id === SEGMENT) {
      this.#segment = inside;
    } else if (id === NUMBER) {
      this.#track = value(content);
    } else if (id === TYPE && value(content) === VIDEO) {
      this.#video = this.#track;
    } else if (id === CLUSTER) {
      this.#cluster = { at: at - this.#segment, time: 0 };
    } else if (id === TIME) {
      this.#cluster.time = value(content);
    } else if (id === BLOCK || id === BLOCK_IN_GROUP) {
      this.#frame(content, id === BLOCK);
    }
  }

  /** @param {Uint8Array} block its track, when it is shown, and what kind of picture it is @param {boolean} isSimple */
  #frame(block, isSimple) {
    const time = this.#cluster.time + (((block[1] << 24) | (block[2] << 16)) >> 16);
    const begins = isSimple && (block[3] & 0x80) !== 0 && (block[0] & 0x7f) === this.#video;
    this.#last = Math.max(this.#last, time);
    if (begins && this.#index.at(-1)?.at !== this.#cluster.at) {
      this.#index.push({ time, at: this.#cluster.at });
    }
  }
}
