// SQL of which parts are known only at run time: what can be said of it, and where such a part changes nothing of what it locks.
import { concatTexts, sliceText, type Text, textOf } from './text.ts';

/** Work on rows, which leaves the schema as it is. */
export const dataChange = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|comment)\b/i;

/** Whether all that a string holds works on rows; a semicolon among data counts as the end of a statement. */
export const worksOnRows = (sql: string): boolean =>
  rowWork.test(sql) &&
  sql.split(';').every((each) => each.trim() === '' || (rowWork.test(each) && !makesTable.test(each)));

const makesTable = /\binto\s+(?:temp|unlogged|table)\b/i;
const rowWork = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|merge|values)\b/i;

/**
 * The text with stand-ins for its unknown parts, where each of them is a value among data: within a quoted string, or where a
 * value stands in a statement that changes rows. Undefined where one may be a name or a clause.
 */
export function standIn(text: Text): Text | undefined {
  if (!dataChange.test(text.text)) return undefined;
  const parts: Text[] = [];
  let from = 0;
  for (const { at } of text.holes) {
    const before = text.text.slice(0, at);
    parts.push(sliceWithout(text, from, at));
    from = at;
    if (isQuoted(before)) continue;
    if (!isValuePlace(before)) return undefined;
    parts.push(textOf('NULL'));
  }
  return concatTexts([...parts, sliceWithout(text, from, text.text.length)]);
}

const sliceWithout = (text: Text, start: number, end: number): Text => sliceText({ ...text, holes: [] }, start, end);

const isQuoted = (before: string): boolean => (before.match(/'/g)?.length ?? 0) % 2 === 1;

const isValuePlace = (before: string): boolean =>
  /(?:[=<>]|\b(?:limit|then|else|and|between|like|any\s*\(|(?:in|values)\s*\((?:[^()]*,)?))\s*$/i.test(before);

const objects: readonly (readonly [RegExp, string, string])[] = [
  [/\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?/i, 'An ALTER TABLE', 'table'],
  [/\bdrop\s+table\s+(?:if\s+exists\s+)?/i, 'A DROP TABLE', 'table'],
  [/\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?/i, 'A CREATE TABLE', 'table'],
  [
    /\bcreate\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:"[^"]*"|\w*)\s*on\s+/i,
    'A CREATE INDEX',
    'table',
  ],
  [/\bcreate\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?/i, 'A CREATE INDEX', 'index'],
  [/\bdrop\s+index\s+(?:concurrently\s+)?(?:if\s+exists\s+)?/i, 'A DROP INDEX', 'index'],
  [/\bupdate\s+(?:only\s+)?/i, 'An UPDATE', 'table'],
  [/\binsert\s+into\s+/i, 'An INSERT', 'table'],
  [/\bdelete\s+from\s+(?:only\s+)?/i, 'A DELETE', 'table'],
  [/\balter\s+type\s+/i, 'An ALTER TYPE', 'type'],
  [/\bcreate\s+type\s+/i, 'A CREATE TYPE', 'type'],
  [/\btruncate\s+(?:table\s+)?(?:only\s+)?/i, 'A TRUNCATE', 'table'],
];

/** Stands for an unknown part in the text that is looked at. */
const mark = '\ue000';

function marked({ text, holes }: Text): string {
  let from = 0;
  let all = '';
  for (const { at } of holes) {
    all += text.slice(from, at) + mark;
    from = at;
  }
  return all + text.slice(from);
}

/** One sentence: what kind of statement it is, on what, and which part is computed. */
export function describeSql(text: Text): string {
  const what = text.holes[0]?.what ?? 'a value';
  const sql = marked(text);
  const found = objects
    .map(([pattern, name, kind]) => ({ name, kind, match: pattern.exec(sql) }))
    .find(({ match }) => match !== null);
  if (!found?.match) return `SQL of which a part is computed (${what}) is known only at run time.`;
  const rest = sql.slice(found.match.index + found.match[0].length);
  const written = /^(?:"[^"]*"|[\w$\ue000])+(?:\.(?:"[^"]*"|[\w$\ue000])+)?/.exec(rest)?.[0] ?? mark;
  if (written.includes(mark)) {
    return `${found.name} on a ${found.kind} whose name is computed (${what}) is known only at run time.`;
  }
  return `${found.name} on the ${found.kind} ${written} of which a part is computed (${what}) is known only at run time.`;
}
