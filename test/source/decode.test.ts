import { expect, it } from 'vitest';
import { decode } from '../../src/source/decode.ts';

const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

it.each([
  ['UTF-8', Buffer.from('é—😀'), 'é—😀'],
  ['UTF-8 with a mark', Buffer.from('\ufeffselect 1'), '\ufeffselect 1'],
  ['UTF-16LE with a mark', utf16le('\ufeffselect é'), '\ufeffselect é'],
  ['UTF-16BE with a mark', utf16be('\ufeffselect é'), '\ufeffselect é'],
  ['nothing', Buffer.alloc(0), ''],
])('reads %s', (_name, bytes, text) => {
  expect(decode(bytes)).toEqual({ text });
});

it.each([
  ['UTF-16 without a mark', utf16le('select 1;\nselect 2;'), /UTF-16 without a byte order mark: save it as UTF-8/],
  ['big-endian UTF-16 without a mark', utf16be('select 1;'), /UTF-16 without/],
  ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, 0, 0, 3]), /binary/],
  ['one NUL in text', Buffer.from('select 1;\0 drop table x'), /NUL/],
  [
    'Latin-1',
    Buffer.from('select 1;\nselect \xe9;', 'latin1'),
    /not valid UTF-8 \(byte 0xE9 on line 2\), perhaps Latin-1/,
  ],
  ['half a UTF-16 unit', Buffer.concat([utf16le('\ufeffa'), Buffer.from([0x41])]), /UTF-16LE but is not valid/],
  ['more than 64 MB', Buffer.alloc(64 * 1024 * 1024 + 1, 0x20), /64 MB/],
])('gives a reason for %s', (_name, bytes, reason) => {
  expect(decode(bytes)).toEqual({ reason: expect.stringMatching(reason) });
});
