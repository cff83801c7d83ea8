// Writes what a tool sent as the lines of a sent.txt: a string a line, BEGIN and COMMIT where a transaction opens and ends, without
// what the tool asks and keeps for itself, and the same every time.
import type { Message } from './wire.ts';

export type Telling = {
  /** What the tool sends for itself: questions, settings, its own tables. */
  readonly own: RegExp;
  /** What the migrations hold: times and identifiers that are not in it were made up while they ran. */
  readonly inputs: string;
};

/**
 * One line for each string. `PIPELINE` and `SYNC` stand around statements that were sent before an answer was asked for, `!!` before
 * what the server refused them with, and `[2]` before what another session sends while one has a transaction open.
 */
export function linesOf(messages: readonly Message[], { own, inputs }: Telling): string[] {
  const sent = messages.map((message) => ({ ...message, text: settled(oneLine(message.text), inputs) }));
  const kept = sent.filter(({ kind, text }) => kind === 'sync' || (text !== '' && !own.test(text)));
  return withSessions(withoutEmpty(withPipelines(kept))).map(({ line }) => line);
}

type Line = { readonly session: number; readonly line: string };

/** Statements between two answers; the BEGIN that a driver sends along makes no pipeline. */
function withPipelines(messages: readonly Message[]): Line[] {
  const lines: Line[] = [];
  const open = new Map<number, Line[]>();
  for (const { session, kind, text } of messages) {
    if (kind === 'execute') open.set(session, [...(open.get(session) ?? []), { session, line: text }]);
    else if (kind === 'query') lines.push({ session, line: text });
    else if (kind === 'sync') {
      lines.push(...asPipeline(session, open.get(session) ?? []));
      open.delete(session);
    } else lines.push(...(open.get(session) ?? []).splice(0), { session, line: `!! ${text}` });
  }
  return lines;
}

const boundary = (line: string): 'BEGIN' | 'COMMIT' | undefined =>
  /^(?:begin|start transaction)\b/i.test(line)
    ? 'BEGIN'
    : /^(?:commit|rollback|end)$/i.test(line)
      ? 'COMMIT'
      : undefined;

function asPipeline(session: number, lines: readonly Line[]): readonly Line[] {
  const several = lines.filter(({ line }) => !boundary(line)).length > 1;
  return several ? [{ session, line: 'PIPELINE' }, ...lines, { session, line: 'SYNC' }] : lines;
}

function withSessions(lines: readonly Line[]): Line[] {
  let holder: number | undefined;
  return lines.flatMap(({ session, line }): Line[] => {
    const bound = boundary(line);
    if (holder !== undefined && session !== holder) return bound ? [] : [{ session, line: `[2] ${line}` }];
    if (bound) holder = bound === 'BEGIN' ? session : undefined;
    return [{ session, line: bound === 'COMMIT' && /^rollback/i.test(line) ? 'ROLLBACK' : (bound ?? line) }];
  });
}

/** Without the transactions in which a tool did only what is its own. */
function withoutEmpty(lines: readonly Line[]): Line[] {
  const opened = new Map<number, number>();
  const left = new Set<number>();
  lines.forEach(({ session, line }, at) => {
    const bound = boundary(line);
    const open = opened.get(session);
    if (bound === 'COMMIT' && open !== undefined) left.add(open).add(at);
    if (bound === 'BEGIN') opened.set(session, at);
    else opened.delete(session);
  });
  return lines.filter((_, at) => !left.has(at));
}

const oneLine = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim();

const madeUp: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d(?::?\d\d)?))?/g, '<time>'],
];

/** As it is written, or as its ISO form is. */
const isWritten = (found: string, inputs: string): boolean =>
  inputs.includes(found) || inputs.includes(found.replace(' ', 'T'));

const settled = (sql: string, inputs: string): string =>
  madeUp.reduce((text, [what, name]) => text.replace(what, (found) => (isWritten(found, inputs) ? found : name)), sql);
