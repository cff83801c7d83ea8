import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteOffsets } from '../../src/source/byte-offsets.ts';
import { mapThrough } from '../../src/source/piece.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'é', '—', '😀', '\ud800', '\n'), maxLength: 3_000 });

it('turns bytes and code points into UTF-16 offsets', () => {
  fc.assert(
    fc.property(text, fc.nat(), (sample, random) => {
      const characters = [...sample];
      const count = random % (characters.length + 1);
      const before = characters.slice(0, count).join('');
      const offsets = byteOffsets(sample, Buffer.byteLength(sample));
      expect(offsets.ofByte(Buffer.byteLength(before))).toBe(before.length);
      expect(offsets.ofCodePoint(count)).toBe(before.length);
    }),
  );
});

it('maps text between segments to the nearer edge', () => {
  const segments = [
    { sqlStart: 0, fileStart: 10, length: 5 },
    { sqlStart: 15, fileStart: 30, length: 5 },
  ];
  expect([0, 5, 7, 14, 15, 20, 99].map((offset) => mapThrough(segments, offset))).toEqual([10, 15, 15, 30, 30, 35, 35]);
});
