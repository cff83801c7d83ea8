// A file's bytes as text, or why they are not text that can be read.

export type Decoded = { text: string } | { reason: string };

const largest = 64 * 1024 * 1024;

/** UTF-8 with or without a byte order mark (the mark stays in the text), and UTF-16 where a mark says so. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > largest) {
    const size = (bytes.length / 1024 / 1024).toFixed(0);
    return {
      reason: `The file is ${size} MB, more than the 64 MB that are read: split it, or exclude it in the config.`,
    };
  }
  const mark = utf16Mark(bytes);
  if (mark) return decodeUtf16(bytes, mark);
  const nul = bytes.indexOf(0);
  if (nul >= 0) return { reason: nulReason(bytes, nul) };
  return decodeUtf8(bytes);
}

const utf16Mark = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
};

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? { reason: binaryReason } : { text };
  } catch {
    return {
      reason: `The file starts with the mark of ${encoding.toUpperCase()} but is not valid in it: save it as UTF-8.`,
    };
  }
}

function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const at = firstInvalid(bytes);
    const line = 1 + countByte(bytes.subarray(0, at), 0x0a);
    const byte = `0x${(bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
    return {
      reason: `The file is not valid UTF-8 (byte ${byte} on line ${line}), perhaps Latin-1 or Windows-1252: save it as UTF-8.`,
    };
  }
}

const binaryReason = 'The file holds NUL bytes, so it is binary and not SQL: exclude it in the config.';

/** ASCII text in UTF-16 has a NUL in every other byte. */
function nulReason(bytes: Uint8Array, firstNul: number): string {
  const sample = bytes.subarray(0, 1024);
  const even = sample.filter((byte, at) => byte === 0 && at % 2 === 0).length;
  const odd = sample.filter((byte, at) => byte === 0 && at % 2 === 1).length;
  const most = Math.max(even, odd);
  if (firstNul <= 1 && most > sample.length / 4 && Math.min(even, odd) < most / 8) {
    return 'The file looks like UTF-16 without a byte order mark: save it as UTF-8.';
  }
  return binaryReason;
}

/** TextDecoder does not say where it failed; the length of the longest valid prefix is found by halving. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isValid(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  while (low > 0 && !isValid(bytes.subarray(0, low), false)) low -= 1;
  return low;
}

/** With `more` a character at the end may be incomplete. */
function isValid(bytes: Uint8Array, more: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: more });
    return true;
  } catch {
    return false;
  }
}

const countByte = (bytes: Uint8Array, wanted: number): number => {
  let count = 0;
  for (const byte of bytes) if (byte === wanted) count += 1;
  return count;
};
