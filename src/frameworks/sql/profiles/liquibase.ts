// Liquibase's formatted SQL: change sets, each in a transaction of its own, and the rollbacks in its comments.
// liquibase/parser/core/formattedsql/AbstractFormattedChangeLogParser.java; framework-runs/in-liquibase-f.sql and liquibase-4.4.log.
import type { Gap } from '../../../source/gap.ts';
import type { Segment, SqlPiece } from '../../../source/piece.ts';
import type { SourceText } from '../../../source/source-text.ts';
import type { TransactionModel, TransactionUnit } from '../../framework.ts';
import type { Profile } from '../profile.ts';
import { pieceOf, type UnitsRead } from '../units.ts';

const inTransaction: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  elsewhere: 'in a change set of its own, marked `runInTransaction:false`',
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };

const firstLine = /^\ufeff?\s*--\s*liquibase\s+formatted\s+sql\b.*$/i;
const changeSet = /^[ \t]*--[ \t]*changeset[ \t]+(?![ \t])(?:"[^"\n]+"|[^:\n]+):[ \t]*(?:"[^"\n]+"|\S+)(.*)$/gim;

export const liquibase: Profile = {
  id: 'liquibase',
  signs: [],
  files: /^(?<version>\d*).*\.sql$/,
  order: 'number',
  transaction: inTransaction,
  begins: new RegExp(firstLine.source, 'im'),
  unread: [
    {
      line: /^[ \t]*--[ \t]*changeset\b.*\brunWith:(?!jdbc\b).*$/gim,
      reason: 'What runs this change set (runWith) is not Liquibase itself, and in which transaction is not known.',
    },
  ],
  units: ({ source }) => (firstLine.test(source.text.slice(0, 1000).split('\n')[0] ?? '') ? read(source) : undefined),
};

interface ChangeSet {
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string>>;
}

function read(source: SourceText): UnitsRead {
  const found = [...source.text.matchAll(changeSet)];
  const sets = found.map(
    (mark, at): ChangeSet => ({
      start: mark.index + mark[0].length,
      end: found[at + 1]?.index ?? source.text.length,
      attributes: attributesOf(mark[1] ?? ''),
    }),
  );
  const ours = sets.filter(isRun);
  // Comments at the top may allow a rule for the file.
  const top = pieceOf(source, 0, found[0]?.index ?? source.text.length);
  const isBare = top.sql.replace(/--.*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/g, '').trim() === '';
  return {
    units: [...(isBare ? [{ pieces: [top], transaction: autocommit }] : []), ...ours.map((set) => unitOf(source, set))],
    down: ours.flatMap((set) => rollbackOf(source, set)).reverse(),
    gaps: isBare ? [] : [unrun(source, top.sql.length)],
  };
}

const unrun = (source: SourceText, end: number): Gap => ({
  kind: 'unsupported',
  file: source.path,
  span: source.span(0, end),
  reason: 'Liquibase runs nothing that stands before the first change set, and this SQL does.',
});

/** `runInTransaction:false endDelimiter:"/" dbms:postgresql,h2` */
function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/\b(\w+)[ \t]*:[ \t]*(?:"([^"]*)"|(\S+))/g)];
  return Object.fromEntries(pairs.map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']));
}

/** Which database a change set is for; which contexts and labels are run, nobody can tell, so all are. */
function isRun({ attributes: { dbms = '', ignore = '' } }: ChangeSet): boolean {
  return !/^true$/i.test(ignore) && isForPostgres(dbms);
}

/** Whether a list such as `postgresql, !h2` names PostgreSQL, or nothing. */
export function isForPostgres(dbms: string): boolean {
  const names = dbms
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.includes('!postgresql') || names.includes('none')) return false;
  const wanted = names.filter((name) => !name.startsWith('!'));
  return wanted.length === 0 || wanted.some((name) => name === 'postgresql' || name === 'all');
}

function unitOf(source: SourceText, { start, end, attributes }: ChangeSet): TransactionUnit {
  const { splitstatements = '', enddelimiter = ';' } = attributes;
  const isSplit = !/^false$/i.test(splitstatements);
  const inStrings = !isSplit || enddelimiter !== ';';
  const pieces = isSplit && inStrings ? delimited(source, { start, end }, enddelimiter) : [pieceOf(source, start, end)];
  return { pieces, transaction: modelOf(attributes, inStrings) };
}

/** `inStrings`: its statements are not parted. */
function modelOf({ runintransaction = '' }: ChangeSet['attributes'], inStrings: boolean): TransactionModel {
  const isAlone = /^false$/i.test(runintransaction);
  if (!inStrings) return isAlone ? autocommit : inTransaction;
  return isAlone ? { scope: 'file', kind: 'implicit' } : { ...inTransaction, inStrings };
}

/** The delimiter is a regular expression for Liquibase; what people write are words, with `\\n` where they stand on a line of their own. */
function delimited(source: SourceText, { start, end }: Omit<ChangeSet, 'attributes'>, delimiter: string): SqlPiece[] {
  const text = source.text.slice(start, end);
  const word = delimiter.replace(/\\[nrs][*+?]?/g, '').replace(/\\(?=[^\w])/g, '');
  if (word === '') return [pieceOf(source, start, end)];
  const mark = new RegExp(`${delimiter.startsWith('\\n') ? '^[ \\t]*' : ''}${escaped(word)}[ \\t]*$`, 'gim');
  const pieces: SqlPiece[] = [];
  let from = 0;
  for (const found of text.matchAll(mark)) {
    pieces.push(pieceOf(source, start + from, start + found.index));
    from = found.index + found[0].length;
  }
  return [...pieces, pieceOf(source, start + from, end)];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const rollbackLine =
  /^[ \t]*--[ \t]*rollback[ \t]+(.*)$|\/\*[ \t]*liquibase[ \t]+rollback\b([\s\S]*?)(?:\*\/|(?![\s\S]))/gim;
const noRollback = /^(?:empty|not required)\s*;?\s*$|^changeset(?:id|author)\s*:/i;

/** The lines of a change set's rollback as one piece. */
function rollbackOf(source: SourceText, set: ChangeSet): TransactionUnit[] {
  const segments: Segment[] = [];
  let sql = '';
  for (const found of source.text.slice(set.start, set.end).matchAll(rollbackLine)) {
    const written = found[1] ?? found[2] ?? '';
    if (noRollback.test(written.trim())) continue;
    const at = set.start + found.index + found[0].indexOf(written, found[0].search(/rollback/i) + 'rollback'.length);
    segments.push({ sqlStart: sql.length, fileStart: at, length: written.length });
    sql += `${written}\n`;
  }
  // How the change set itself is split says nothing of its rollback.
  const { rollbacksplitstatements = '' } = set.attributes;
  const transaction = modelOf(set.attributes, /^false$/i.test(rollbacksplitstatements));
  return sql === '' ? [] : [{ pieces: [{ sql, source, segments }], transaction }];
}
