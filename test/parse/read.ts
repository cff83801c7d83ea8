// Reads SQL for the tests beside this file.
import { loadParser, type ParseOptions, parsePiece, type Statement } from '../../src/postgres/parse.ts';
import { wholeText } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';

await loadParser();

export const read = (sql: string, options?: ParseOptions) =>
  parsePiece(wholeText(SourceText.of('a.sql', sql)), options);

/** `line:column text` of each statement, by its span in the file rather than by its `sql`. */
export const places = (statements: readonly Statement[]): string[] =>
  statements.map(({ span, source }) => {
    const text = source.text.slice(span.start.offset, span.end.offset);
    return `${span.start.line}:${span.start.column} ${text}`;
  });

/** All names of relations and columns in the trees. */
export const names = (statements: readonly Statement[]): string[] =>
  [...JSON.stringify(statements.map(({ node }) => node)).matchAll(/"(?:relname|colname)":("(?:[^"\\]|\\.)*")/g)].map(
    ([, name]) => JSON.parse(name ?? '""'),
  );
