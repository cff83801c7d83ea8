// `safety_assured { … }` of strong_migrations: the part of the file that its author has declared safe, and the reason beside it.
import type { Call } from '../ruby/value.ts';
import type { Session } from './session.ts';

export function safetyAssured({ assured }: Session, { site }: Call): void {
  const { source, start, end } = site;
  const span = source.span(start, end);
  if (assured.some((other) => other.span.start.offset === start)) return;
  assured.push({
    tool: 'strong_migrations',
    span,
    text: reasonAt(source.line(span.start.line), source.line(span.start.line - 1)),
  });
}

/** The comment after it, or in the line above. */
function reasonAt(line: string, above: string): string {
  const beside = /\bsafety_assured\b[^#]*#(?!\{)\s*(.*)$/.exec(line)?.[1];
  return (beside ?? /^\s*#\s*(.*)$/.exec(above)?.[1] ?? '').trim();
}
