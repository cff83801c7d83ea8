// Files that break readers: each is read to its end, and what can't be read is named.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePiece } from '../../src/postgres/parse.ts';
import { decode } from '../../src/source/decode.ts';
import { wholeText } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';
import './read.ts';

const folder = join(import.meta.dirname, '../../fixtures/hostile');

const summary = (file: string): string[] => {
  const decoded = decode(readFileSync(join(folder, file)));
  if ('reason' in decoded) return [`refused: ${decoded.reason}`];
  const source = SourceText.of(file, decoded.text);
  const { statements, gaps } = parsePiece(wholeText(source), { include: (path) => SourceText.of(path, decoded.text) });
  return [
    ...statements.map(({ kind, span }) => `${span.start.line}:${span.start.column} ${kind}`),
    ...gaps.map(({ kind, span, reason }) => `${span?.start.line}:${span?.start.column} ${kind}: ${reason}`),
  ];
};

const expected: Record<string, string[]> = {
  'empty.sql': [],
  'only-comments.sql': [],
  'byte-order-mark-crlf.sql': ['2:1 AlterTableStmt', '3:2 DropStmt'],
  'utf-16.sql': ['1:1 AlterTableStmt'],
  'utf-16-without-mark.sql': ['refused: The file looks like UTF-16 without a byte order mark: save it as UTF-8.'],
  'latin-1.sql': [
    'refused: The file is not valid UTF-8 (byte 0xE9 on line 1), perhaps Latin-1 or Windows-1252: save it as UTF-8.',
  ],
  'binary.sql': ['refused: The file holds NUL bytes, so it is binary and not SQL: exclude it in the config.'],
  'unterminated-string.sql': [
    '2:1 DropStmt',
    '3:1 DropStmt',
    '1:41 syntax: PostgreSQL cannot read this statement: the quote that opens here seems not to be closed.',
  ],
  'unterminated-dollar.sql': [
    '1:1 SelectStmt',
    '2:36 syntax: PostgreSQL cannot read this statement: \'unterminated dollar-quoted string at or near "$$…"\'; the rest of the file from here is not read.',
  ],
  'unclosed-parenthesis.sql': [
    '1:1 UnreadTable',
    '2:1 DropStmt',
    "1:23 syntax: PostgreSQL cannot read this statement: 'syntax error at end of input'.",
  ],
  'one-bad-statement.sql': [
    '1:1 DropStmt',
    '4:1 DropStmt',
    '3:15 syntax: PostgreSQL cannot read this statement: \'syntax error at or near "int"\'.',
  ],
  'mysql.sql': ['5:1 DropStmt', '1:14 syntax: PostgreSQL cannot read this statement: \'syntax error at or near "`"\'.'],
  'pg-dump.sql': ['2:1 PsqlConnect', '3:1 VariableSetStmt', '4:1 CreateStmt', '8:1 CopyStmt', '12:1 SelectStmt'],
  'templated.sql': [
    '1:1 AlterTableStmt',
    '2:1 SelectStmt',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the point
    '3:1 placeholder: This statement cannot be read without knowing what ${everything} stands for.',
    '4:1 placeholder: This statement cannot be read without knowing what {% if x %} stands for.',
    '6:1 placeholder: This statement cannot be read without knowing what {% endif %} stands for.',
  ],
  'includes-itself.sql': ['2:1 DropStmt', '1:1 include: includes-itself.sql includes itself.'],
};

describe('fixtures/hostile', () => {
  it.each(readdirSync(folder))('%s', (file) => expect(summary(file)).toEqual(expected[file]));
});
