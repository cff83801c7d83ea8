// SQL that stands in a changelog or in a file that it names: sql, sqlFile, createView, createProcedure.
import type { SourceText } from '../../source/source-text.ts';
import { isForPostgres } from '../sql/profiles/liquibase.ts';
import { statementPlaces } from '../sql/units.ts';
import { concatTexts, sliceText, type Text, textOf, trimText, writtenText } from '../text.ts';
import { type Given, isFalse, isTrue, needed, qualifiedIn, textIn, wordIn } from './context.ts';
import { Unreadable } from './unreadable.ts';

/** The SQL of <sql>, split as Liquibase does. */
export function sql(change: Given): Text[] {
  const written = textIn(change, 'sql') ?? ownText(change);
  return written ? splitIn(change, written) : [];
}

const wholeFile = (source: SourceText): Text => writtenText(source, 0, source.text.length);

export function sqlFile(change: Given): Text[] {
  return splitIn(change, change.context.expand(wholeFile(fileAt(change, needed(change, 'path')))));
}

/** What stands between the tags. */
const ownText = ({ context, element }: Given): Text | undefined =>
  element.text.text.trim() === '' ? undefined : context.expand(element.text);

function fileAt(change: Given, path: string): SourceText {
  const file = change.context.file(path, isTrue(change, 'relativeToChangelogFile'));
  if (!file) throw new Unreadable(`Its SQL stands in ${path}, which can't be read.`);
  return file;
}

/** Several statements go to the server in one string. */
export const isWhole = (change: Given): boolean =>
  /^(?:sql|sqlFile)$/.test(change.element.name) && isFalse(change, 'splitStatements');

function splitIn(change: Given, text: Text): Text[] {
  const dbms = wordIn(change, 'dbms');
  if (dbms && !isForPostgres(dbms)) return [];
  if (isWhole(change)) return [text];
  return parted(text, wordIn(change, 'endDelimiter')).filter((part) => !isBare(part.text));
}

const isBare = (text: string): boolean => text.replace(/--.*|\/\*[\s\S]*?\*\//g, '').trim() === '';

/** At `;` and, as no other delimiter is given, at lines of `go` or `/`. */
function parted(text: Text, delimiter: string | undefined): Text[] {
  if (delimiter === undefined || delimiter === ';') {
    const blocks = delimiter === undefined ? atMarks(text, /^[ \t]*(?:go|\/)[ \t]*\r?$/gim) : [text];
    return blocks.flatMap((block) => {
      let from = 0;
      return [...statementPlaces(block.text)].map(({ end }) => {
        const part = sliceText(block, from, end);
        from = end;
        return part;
      });
    });
  }
  const word = delimiter
    .replace(/\\[nrs][*+?]?/g, '')
    .replace(/\\(?=[^\w])/g, '')
    .trim();
  if (word === '') return [text];
  return atMarks(text, new RegExp(`${word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}[ \\t]*\\r?$`, 'gim'));
}

function atMarks(text: Text, mark: RegExp): Text[] {
  const found = [...text.text.matchAll(mark)];
  const starts = [0, ...found.map(({ 0: each, index }) => index + each.length)];
  return starts.map((start, at) => sliceText(text, start, found[at]?.index ?? text.text.length));
}

/** The text of a view or a procedure: its own, an attribute's, or a file's. */
function bodyOf(change: Given, keys: readonly string[]): Text {
  const path = wordIn(change, 'path');
  const written = path
    ? change.context.expand(wholeFile(fileAt(change, path)))
    : (keys.map((key) => textIn(change, key)).find((text) => text !== undefined) ?? ownText(change));
  if (!written || written.text.trim() === '') throw new Unreadable('It holds no SQL.');
  const trimmed = trimText(written);
  return trimmed.text.endsWith(';') ? sliceText(trimmed, 0, trimmed.text.length - 1) : trimmed;
}

export function createView(change: Given): Text[] {
  const body = bodyOf(change, ['selectQuery']);
  if (isTrue(change, 'fullDefinition')) return [body];
  const view = qualifiedIn(change, 'viewName');
  const replaces = isTrue(change, 'replaceIfExists') ? 'OR REPLACE ' : '';
  const remarks = wordIn(change, 'remarks');
  return [
    concatTexts([textOf(`CREATE ${replaces}VIEW ${view} AS `), body]),
    ...(remarks ? [textOf(`COMMENT ON VIEW ${view} IS '${remarks.replace(/'/g, "''")}'`)] : []),
  ];
}

export function createProcedure(change: Given): Text[] {
  const dbms = wordIn(change, 'dbms');
  return dbms && !isForPostgres(dbms) ? [] : [bodyOf(change, ['procedureText', 'procedureBody'])];
}
