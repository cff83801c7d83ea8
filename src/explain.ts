// The lock plan of each statement, in order, each on the schema left by those before (`migration-lint explain`).

import { explainedStatement, type TransactionNumber, transactionNumbers } from './findings/timeline.ts';
import type { MigrationFile } from './frameworks/framework.ts';
import { loadParser } from './postgres/parse.ts';
import type { Version } from './postgres/versions.ts';
import { leftOutNotes, replay } from './replay.ts';
import { describeEffect, type ExplainedEffect } from './reporters/effect-document.ts';
import type { ExplainBug, ExplainedMigration, Explanation } from './reporters/explanation.ts';
import type { Host } from './selection/host.ts';
import type { LeftOut, Project, SelectionRequest } from './selection/request.ts';
import { select } from './selection/select.ts';
import { type SimulationEvent, simulate } from './simulation/run.ts';
import { defaultSettings } from './simulation/settings.ts';
import { wholeText } from './source/piece.ts';
import { SourceText } from './source/source-text.ts';

/**
 * Explains every migration of what the request names; ways back only where they are named themselves, and nothing else where
 * the request is for them.
 */
export async function explain(options: { request: SelectionRequest; host: Host }): Promise<Explanation> {
  const { host } = options;
  const request: SelectionRequest = { ...options.request, mode: 'all' };
  const { config } = request;
  const selection = await select(host, request);
  await loadParser();
  const leftOut: LeftOut[] = [];
  const explanation: Collected = { migrations: [], bugs: [] };
  const numbersOfNext = transactionNumbers();
  const isForward = request.direction !== 'down';
  const named = selection.down.filter(({ path }) => isForward && request.paths.includes(path));
  const downs = named.map(
    (down): Project => ({
      root: '.',
      migrations: [{ ...down, judged: true, startsRun: true }],
      include: () => undefined,
    }),
  );
  for (const project of [...selection.projects, ...downs]) {
    collect(replay(project, { config, leftOut }).events, explanation, numbersOfNext());
  }
  return { ...explanation, postgres: config.postgres, notes: [...selection.notes, ...leftOutNotes(leftOut)] };
}

interface Collected {
  readonly migrations: ExplainedMigration[];
  readonly bugs: ExplainBug[];
}

function collect(
  events: Iterable<SimulationEvent>,
  { migrations, bugs }: Collected,
  numbered: TransactionNumber,
): void {
  for (const event of events) {
    const { entry } = event;
    if (!entry.judged) continue;
    if (event.kind === 'file') {
      const { path: file, framework, direction } = entry.file;
      migrations.push({ file, framework, direction, statements: [], gaps: [] });
    }
    const migration = migrations.at(-1);
    if (event.kind === 'gap') migration?.gaps.push(event.gap);
    if (event.kind === 'step') migration?.statements.push(explainedStatement(event.step, numbered));
    if (event.kind === 'bug') {
      const { file, span } = event.bug.statement;
      bugs.push({ file, span, error: event.bug.error });
    }
  }
}

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
    if (event.kind === 'step' && event.entry.judged) {
      const { statement, effects } = event.step;
      results.push({ sql: statement.sql, effects: effects.map(describeEffect), gaps: [...gaps] });
    }
  }
  return results;
}

function file(path: string, sql: string): MigrationFile {
  const text = SourceText.of(path, sql);
  const transaction = { scope: 'none', kind: 'explicit' } as const;
  return { path, framework: 'sql', direction: 'up', text, pieces: [wholeText(text)], transaction, gaps: [] };
}
