/** Where a recording goes: a file on this device as it grows, or the memory where browsers open no file. */

/** In memory: some three hours. */
export const MOST_IN_MEMORY = 1_000_000_000;

/**
 * @typedef {object} Sink
 * @property {(part: Blob) => Promise<void>} write rejects where no more fits
 * @property {(at: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>} patch at the beginning, over what was written first
 * @property {(type: string) => Promise<Blob | null>} close what is to be downloaded still, if anything
 */

/** Whether this browser can open a file for us. */
export function opensFiles() {
  return "showSaveFilePicker" in globalThis;
}

/**
 * To be called while the person's click is fresh: they choose the file.
 * @param {string} name
 * @param {string} extension
 * @returns {Promise<Sink | null>} null where they chose none
 */
export async function openSink(name, extension) {
  if (!opensFiles()) {
    return memory();
  }
  const types = [{ description: "Video", accept: { [`video/${extension}`]: [`.${extension}`] } }];
  try {
    const handle = await /** @type {any} */ (globalThis).showSaveFilePicker({ suggestedName: name, types });
    const file = await handle.createWritable();
    return {
      write: (part) => file.write(part),
      patch: (position, data) => file.write({ type: "write", position, data }),
      close: () => file.close().then(() => null),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      return null;
    }
    // A frame, a policy or a full disk forbids it: the memory is left.
    return memory();
  }
}

/** @returns {Sink} */
function memory() {
  /** @type {Blob[]} */
  const parts = [];
  let size = 0;
  return {
    async write(part) {
      size += part.size;
      parts.push(part);
      if (size > MOST_IN_MEMORY) {
        throw new Error("the memory that a recording may take is full");
      }
    },
    async patch(at, bytes) {
      const [first] = parts;
      parts[0] = new Blob([first.slice(0, at), bytes, first.slice(at + bytes.length)]);
    },
    close: async (type) => new Blob(parts, { type }),
  };
}
