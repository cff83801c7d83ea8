// The lock plan as one JSON document: a stable contract (docs/explain.md).
import type { ExplainedStatement } from '../findings/timeline.ts';
import { describeEffect, describeGap } from './effect-document.ts';
import type { ExplainedMigration, Explanation } from './explanation.ts';
import { inertJson } from './inert.ts';

/** Pieces of the document in order. Statements are written one by one, so that no string holds them all. */
export function* explainJson({ postgres, migrations }: Explanation): Generator<string> {
  yield `{\n  "version": 1,\n  "postgres": ${postgres.major},\n  "migrations": [`;
  for (const [index, migration] of migrations.entries()) {
    yield index === 0 ? '\n' : ',\n';
    yield* migrationJson(migration);
  }
  yield `${migrations.length > 0 ? '\n  ' : ''}]\n}\n`;
}

function* migrationJson({ file, framework, direction, statements, gaps }: ExplainedMigration): Generator<string> {
  const head = inertJson(JSON.stringify({ file, framework, direction }));
  yield `    ${head.slice(0, -1)},\n      "statements": [`;
  for (const [index, statement] of statements.entries()) {
    yield `${index === 0 ? '' : ','}\n        ${inertJson(JSON.stringify(statementOf(statement, file)))}`;
  }
  yield `${statements.length > 0 ? '\n      ' : ''}],\n      "gaps": ${inertJson(JSON.stringify(gaps.map(describeGap)))} }`;
}

const statementOf = ({ sql, file, span, transaction, effects }: ExplainedStatement, of: string) => ({
  sql,
  ...(file === of ? {} : { file }),
  start: span.start,
  end: span.end,
  transaction: transaction ?? null,
  // What is altered in place has no kind in the contract: its locks and work say it all.
  effects: effects.filter(({ kind }) => kind !== 'alter').map(describeEffect),
});
