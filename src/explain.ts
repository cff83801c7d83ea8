// The lock plan of each statement as a stable JSON document (`migration-lint explain --format json`); DESIGN.md holds the contract.

import type { MigrationFile } from './frameworks/framework.ts';
import type { Effect, RelationRef } from './postgres/effect.ts';
import { qualifiedName } from './postgres/effect.ts';
import { loadParser } from './postgres/parse.ts';
import type { Version } from './postgres/versions.ts';
import { simulate } from './simulation/run.ts';
import { defaultSettings } from './simulation/settings.ts';
import type { Step } from './simulation/step.ts';
import { wholeText } from './source/piece.ts';
import { SourceText } from './source/source-text.ts';

export type ExplainedEffect = Record<string, unknown> & { kind: Effect['kind'] };

const relationFields = (relation: RelationRef) => ({ relation: qualifiedName(relation) });

/** One effect in the contract's form: relations as `schema.name`, nothing of ours (oids, sources) in it. */
export function explainEffect(effect: Effect): ExplainedEffect {
  const rest = { certain: effect.certain, ...(effect.unless === undefined ? {} : { unless: effect.unless }) };
  switch (effect.kind) {
    case 'lock': {
      const { kind, relation, mode } = effect;
      return { kind, ...relationFields(relation), relationKind: relation.kind, mode, ...rest };
    }
    case 'build':
      return { kind: 'build', index: effect.index, ...relationFields(effect.relation), ...rest };
    case 'scan':
      return { kind: 'scan', ...relationFields(effect.relation), purpose: effect.purpose, ...rest };
    case 'rewrite':
      return { kind: 'rewrite', ...relationFields(effect.relation), ...rest };
    case 'write':
      return { kind: 'write', ...relationFields(effect.relation), command: effect.command, ...rest };
    case 'wait':
      return { kind: 'wait', for: effect.for, ...relationFields(effect.relation), ...rest };
    case 'fails':
      return { kind: 'fails', when: effect.when, message: effect.message, ...rest };
    case 'unknown':
      return { kind: 'unknown', reason: effect.reason, ...rest };
    default: {
      const { kind, name, to } = effect.object;
      return { kind: effect.kind, object: { kind, name, ...(to === undefined ? {} : { to }) }, ...rest };
    }
  }
}

export const explainStep = (step: Step) => ({
  sql: step.statement.sql,
  start: step.statement.span.start,
  end: step.statement.span.end,
  transaction: step.transaction?.id ?? null,
  effects: step.effects.map(explainEffect),
});

/**
 * The effects of each statement of `sql` on the schema that `given` leaves, for the live tests and for embedding.
 * Plain psql rules: each statement by itself unless BEGIN says otherwise.
 */
export async function explainSql(
  input: { readonly given: string; readonly sql: string },
  options: { readonly version: number },
): Promise<{ sql: string; effects: ExplainedEffect[]; gaps: string[] }[]> {
  await loadParser();
  const version: Version = { major: options.version };
  const entries = [file('given.sql', input.given), file('case.sql', input.sql)].map((migration, index) => ({
    file: migration,
    judged: index === 1,
    startsRun: true,
  }));
  const results: { sql: string; effects: ExplainedEffect[]; gaps: string[] }[] = [];
  const gaps: string[] = [];
  for (const event of simulate(entries, { version, settings: { ...defaultSettings, timeZone: 'UTC' } })) {
    if (event.kind === 'bug') throw event.bug.error;
    if (event.kind === 'gap') gaps.push(`${event.gap.file}: ${event.gap.reason}`);
    if (event.kind === 'step' && event.entry.judged) results.push({ ...explainStep(event.step), gaps: [...gaps] });
  }
  return results;
}

function file(path: string, sql: string): MigrationFile {
  const text = SourceText.of(path, sql);
  const transaction = { scope: 'none', kind: 'explicit' } as const;
  return { path, framework: 'sql', direction: 'up', text, pieces: [wholeText(text)], transaction, gaps: [] };
}
