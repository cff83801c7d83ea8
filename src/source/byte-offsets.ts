// PostgreSQL counts bytes of UTF-8 in its trees and code points in its errors; everything here counts UTF-16 units.

export interface ByteOffsets {
  /** UTF-16 offset of a UTF-8 byte offset. */
  ofByte(byte: number): number;
  /** UTF-16 offset of a code point offset. */
  ofCodePoint(codePoint: number): number;
}

const stride = 512;

/** `byteLength` is the length of the text as UTF-8, a lone surrogate counting three bytes as TextEncoder writes it. */
export function byteOffsets(text: string, byteLength: number): ByteOffsets {
  if (byteLength === text.length) return { ofByte: (byte) => byte, ofCodePoint: (codePoint) => codePoint };
  let checkpoints: { bytes: number[]; codePoints: number[]; units: number[] } | undefined;
  const find = (unit: 'bytes' | 'codePoints', target: number): number => {
    checkpoints ??= checkpointsOf(text);
    const at = lastAtMost(checkpoints[unit], target);
    return advance(text, checkpoints.units[at] ?? 0, target - (checkpoints[unit][at] ?? 0), unit);
  };
  return { ofByte: (byte) => find('bytes', byte), ofCodePoint: (codePoint) => find('codePoints', codePoint) };
}

function checkpointsOf(text: string) {
  const table = { bytes: [0], codePoints: [0], units: [0] };
  let bytes = 0;
  let codePoints = 0;
  let next = stride;
  for (let unit = 0; unit < text.length; ) {
    const codePoint = text.codePointAt(unit) ?? 0;
    bytes += utf8Length(codePoint);
    codePoints += 1;
    unit += codePoint > 0xffff ? 2 : 1;
    if (unit < next) continue;
    table.bytes.push(bytes);
    table.codePoints.push(codePoints);
    table.units.push(unit);
    next = unit + stride;
  }
  return table;
}

function advance(text: string, from: number, distance: number, count: 'bytes' | 'codePoints'): number {
  let unit = from;
  for (let left = distance; left > 0 && unit < text.length; ) {
    const codePoint = text.codePointAt(unit) ?? 0;
    left -= count === 'bytes' ? utf8Length(codePoint) : 1;
    unit += codePoint > 0xffff ? 2 : 1;
  }
  return unit;
}

const utf8Length = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

function lastAtMost(sorted: readonly number[], target: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= target) low = middle;
    else high = middle - 1;
  }
  return low;
}
