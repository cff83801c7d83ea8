import { describe, expect, it } from 'vitest';
import { SourceText } from '../../src/source/source-text.ts';

const at = (text: string, needle: string) => {
  const { line, column } = SourceText.of('a.sql', text).position(text.indexOf(needle));
  return `${line}:${column}`;
};

describe('position', () => {
  it.each([
    ['a\nb\nX', '3:1'],
    ['a\r\nb\r\nX', '3:1'],
    ['a\rb\rX', '3:1'],
    ['a\n\rX', '3:1'],
    ['\tX', '1:2'],
    ['é—X', '1:3'],
    ['😀X', '1:3'],
    ['\ufeffX', '1:1'],
    ['\ufeffa\nX', '2:1'],
  ])('%j has X at %s', (text, expected) => {
    expect(at(text, 'X')).toBe(expected);
  });

  it('is the nearest end for an offset outside the text', () => {
    const source = SourceText.of('a.sql', 'ab\nc');
    expect(source.position(-1)).toEqual({ offset: 0, line: 1, column: 1 });
    expect(source.position(99)).toEqual({ offset: 4, line: 2, column: 2 });
  });
});

it('gives lines without their breaks and without the byte order mark', () => {
  const source = SourceText.of('a.sql', '\ufeffone\r\ntwo\rthree\n');
  expect([0, 1, 2, 3, 4, 5].map((line) => source.line(line))).toEqual(['', 'one', 'two', 'three', '', '']);
});
