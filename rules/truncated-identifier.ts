// PostgreSQL cuts names to 63 bytes with no more than a notice.
import { defineRule, isRefused, type Step, tokensOf } from '../src/rule.ts';

export const truncatedIdentifier = defineRule({
  id: 'truncated-identifier',
  summary: 'A name is longer than 63 bytes and is cut to that: other names may be cut to the same',
  severity: 'warning',
  concern: 'deploy',
  equivalents: { squawk: ['identifier-too-long'] },
  sources: ['https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'],
  *check(step) {
    if (!maybeLong.test(step.statement.sql) || !defining.test(step.statement.kind) || isRefused(step)) return;
    const [name] = longNames(step);
    if (name === undefined) return;
    yield {
      message: `The name ${name} has ${bytes(name)} bytes and is cut to ${cut(name)}: who looks for the whole name in the catalog does not find it, and another long name that begins alike is refused or taken for this one.`,
    };
  },
});

const limit = 63;
const maybeLong = /[\w$\u0080-\uffff]{22,}|"[^"]{22,}"/;
/** Statements that give names. */
const defining = /^(Create|Alter|Rename|Index|View|Define|Composite)/;

const identifier = /^(?:"(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)$/i;
const plain = (token: string): string => (token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token);
const bytes = (token: string): number => Buffer.byteLength(plain(token));

function longNames(step: Step): string[] {
  const names = tokensOf(step.statement.sql).flatMap(({ text }) => (identifier.test(text) ? text : []));
  return names.filter((name) => bytes(name) > limit);
}

/** As PostgreSQL does: whole characters, at most 63 bytes. */
function cut(token: string): string {
  let kept = '';
  for (const character of plain(token)) {
    if (Buffer.byteLength(kept + character) > limit) break;
    kept += character;
  }
  return token.startsWith('"') ? `"${kept.replaceAll('"', '""')}"` : kept;
}
