/** The grammar that WebM is written in: identifiers, sizes and what they enclose (RFC 8794). */

/** @typedef {{id: number, size: number, start: number}} Head an element's, and where its content starts; size is -1 where it is not known yet */

/** @param {Uint8Array} bytes @param {number} at @returns {Head | null} null while it has not come whole */
export function headAt(bytes, at) {
  const wide = Math.clz32(bytes[at] ?? 0) - 23;
  const long = Math.clz32(bytes[at + wide] ?? 0) - 23;
  const start = at + wide + long;
  if (at >= bytes.length || at + wide >= bytes.length || start > bytes.length || wide > 4 || long > 8) {
    return null;
  }
  const size = bytes.subarray(at + wide, start);
  const isOpen = size.every((byte, index) => byte === (index ? 0xff : (0x1ff >> long) & 0xff));
  return { id: value(bytes.subarray(at, at + wide)), size: isOpen ? -1 : value(size, 0xff >> long), start };
}

/** @param {Uint8Array} bytes @param {number} [mask] of the first one */
export function value(bytes, mask = 0xff) {
  return bytes.reduce((sum, byte, index) => sum * 256 + (index ? byte : byte & mask), 0);
}

/** Eight bytes. @param {number} value */
export function number(value) {
  return Array.from({ length: 8 }, (_, each) => Math.floor(value / 256 ** (7 - each)) % 256);
}

/** @param {number[]} id @param {number[]} content */
export function element(id, content) {
  const size = content.length < 127 ? [0x80 | content.length] : [0x01, ...number(content.length).slice(1)];
  return [...id, ...size, ...content];
}

/** @param {Uint8Array[]} all @returns {Uint8Array<ArrayBuffer>} */
export function joined(...all) {
  const made = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  all.reduce((at, bytes) => (made.set(bytes, at), at + bytes.length), 0);
  return made;
}
