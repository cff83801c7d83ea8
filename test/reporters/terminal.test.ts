// Text for terminals: nothing escapes, nothing overflows, and the caret stands under what it means.
import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../src/findings/excerpt.ts';
import { sourceExcerpt } from '../../src/reporters/source-excerpt.ts';
import { columnsOf, noPaint, oneLine, visible, wrap } from '../../src/reporters/terminal.ts';
import { SourceText } from '../../src/source/source-text.ts';

test('control characters are shown and not obeyed', () => {
  expect(visible('a\u001b[2J\r\nb\rc\u202e\tÀ')).toBe('a\\x1b[2J\nb\\x0dc\\u202e\tÀ');
  expect(oneLine(' a\n  b\u0000 ')).toBe('a b\\x00');
});

test('columns of wide, combining and ordinary characters', () => {
  expect(['abc', 'é', 'e\u0301', '表', '😀', ''].map(columnsOf)).toEqual([3, 1, 1, 2, 2, 0]);
});

test('words are wrapped to the width, and a longer word stands alone', () => {
  expect(wrap('one two three', 9, '  ')).toBe('  one two\n  three');
  expect(wrap(`a ${'b'.repeat(30)} c`, 10)).toBe(`a\n${'b'.repeat(30)}\nc`);
});

describe('the source line', () => {
  const lines = (text: string, part: string, width = 60) => {
    const start = text.indexOf(part);
    const source = SourceText.of('a.sql', text);
    const span = source.span(start, start + part.length);
    return sourceExcerpt(excerptOf(source, span), span.start.line, { width, paint: noPaint });
  };

  test('tabs stay, so that the caret stands below', () => {
    expect(lines('SELECT 1;\r\n\tDROP TABLE a;\r\n', 'DROP TABLE a')).toEqual([
      '  2 | \tDROP TABLE a;',
      '    | \t^^^^^^^^^^^^',
    ]);
  });

  test('a byte order mark takes no room', () => {
    expect(lines('\ufeffDROP TABLE a;', 'DROP TABLE a')).toEqual(['  1 | DROP TABLE a;', '    | ^^^^^^^^^^^^']);
  });

  test('wide characters before it', () => {
    expect(lines("SELECT '表'; DROP TABLE a", 'DROP TABLE a')[1]).toBe(`    | ${' '.repeat(13)}^^^^^^^^^^^^`);
  });

  test('a long line is cut on both sides', () => {
    const [line = '', carets = ''] = lines(
      `${'SELECT 1; '.repeat(50)}DROP TABLE a${', b'.repeat(500)};`,
      `DROP TABLE a${', b'.repeat(500)}`,
    );
    expect(columnsOf(line)).toBeLessThanOrEqual(60);
    expect(line).toMatch(/\| ….*DROP TABLE a, b.*…$/);
    expect(carets.indexOf('^')).toBe(line.indexOf('DROP'));
  });

  test('a statement of several lines shows the first and says how many follow', () => {
    expect(lines('DROP TABLE\n  a,\n  b;', 'DROP TABLE\n  a,\n  b')).toEqual([
      '  1 | DROP TABLE',
      '    | ^^^^^^^^^^',
      '    | … 2 more lines',
    ]);
  });
});
