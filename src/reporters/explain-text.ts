// The lock plan for people: each statement with the relations it touches, what it creates and drops, and whether it would fail.
import type { ExplainedStatement } from '../findings/timeline.ts';
import type { Effect } from '../postgres/effect.ts';
import type { Span } from '../source/source-text.ts';
import type { ExplainedMigration, Explanation } from './explanation.ts';
import { withoutCommands } from './inert.ts';
import { relationTable } from './relations.ts';
import { columnsOf, counted, type Display, oneLine, table, wrap } from './terminal.ts';
import { unreadParts } from './unread.ts';

/** Pieces of text to print in order; each ends with a line break. */
export function* explainText(explanation: Explanation, display: Display): Generator<string> {
  for (const piece of pieces(explanation, display)) yield withoutCommands(piece);
}

function* pieces({ migrations, notes }: Explanation, display: Display): Generator<string> {
  for (const migration of migrations) yield* migrationText(migration, display);
  if (!display.quiet) for (const note of notes) yield `${wrap(note, display.width)}\n`;
  const statements = migrations.reduce((sum, migration) => sum + migration.statements.length, 0);
  const unread = unreadParts(migrations.flatMap(({ gaps }) => gaps)).map(display.paint.yellow);
  yield `${[`${counted(statements, 'statement')} in ${counted(migrations.length, 'migration')}`, ...unread].join('; ')}\n`;
}

function* migrationText(migration: ExplainedMigration, display: Display): Generator<string> {
  const { file, direction, statements, gaps } = migration;
  const { paint, width } = display;
  yield `${paint.bold(oneLine(file))}${direction === 'down' ? ' (down)' : ''}\n`;
  let transaction: number | undefined;
  for (const statement of statements) {
    if (statement.transaction !== transaction) yield `  ${paint.dim(transactionLine(statement))}\n`;
    transaction = statement.transaction;
    yield `${statementLines(statement, migration, display).join('\n')}\n`;
  }
  for (const { span, kind, reason } of gaps) {
    yield `  ${span ? `${placeOf(span)}  ` : ''}${paint.yellow('not read')}  ${kind}\n${wrap(reason, width, '      ')}\n`;
  }
  yield '\n';
}

const transactionLine = ({ transaction }: ExplainedStatement): string =>
  transaction === undefined ? 'each statement by itself' : `transaction ${transaction}`;

const placeOf = ({ start }: Span): string => `${start.line}:${start.column}`;

function statementLines(statement: ExplainedStatement, { file }: ExplainedMigration, display: Display): string[] {
  const { paint, width } = display;
  const place =
    statement.file === file ? placeOf(statement.span) : oneLine(`${statement.file}:${placeOf(statement.span)}`);
  const relations = relationTable(statement.effects);
  const [header = '', ...rows] = relations ? table(relations.rows, '      ') : [];
  return [
    `  ${place}  ${cut(oneLine(statement.sql.slice(0, 4 * width)), width - place.length - 4)}`,
    ...(relations ? [paint.dim(header), ...rows] : []),
    ...(relations?.doubts ?? []).map((doubt) => paint.dim(wrap(doubt, width, '      '))),
    ...statement.effects.flatMap((effect) => otherLine(effect, display)),
  ];
}

function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  return `${[...text].slice(0, Math.max(width - 1, 20)).join('')}…`;
}

function otherLine(effect: Effect, { paint, width }: Display): string[] {
  const unless = effect.unless === undefined ? '' : `, unless ${effect.unless}`;
  switch (effect.kind) {
    case 'create':
    case 'drop':
      return [wrap(`${effect.kind}s ${effect.object.kind} ${effect.object.name}${unless}`, width, '      ')];
    case 'rename':
      return [
        wrap(
          `renames ${effect.object.kind} ${effect.object.name} to ${effect.object.to ?? ''}${unless}`,
          width,
          '      ',
        ),
      ];
    case 'fails':
      return [paint.red(wrap(`fails ${effect.when}: ${effect.message}${unless}`, width, '      '))];
    case 'unknown':
      return [paint.yellow(wrap(`unknown: ${effect.reason}`, width, '      '))];
    default:
      return [];
  }
}
