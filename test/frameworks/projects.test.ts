// Small projects as people have them, one folder of fixtures/frameworks for each: which tool is told, in which order its migrations
// run, what goes to the server in which transaction, and what the rules say of the migrations named in the first line.
// `UPDATE=1 npx vitest run --project unit test/frameworks/projects.test.ts` writes expected.txt anew, to be reviewed as a diff.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { MigrationFile, TransactionModel } from '../../src/frameworks/framework.ts';
import { lint } from '../../src/lint.ts';
import { loadParser, parsePiece } from '../../src/postgres/parse.ts';
import { replay } from '../../src/replay.ts';
import type { Host } from '../../src/selection/host.ts';
import type { PlannedMigration, SelectionRequest } from '../../src/selection/request.ts';
import { select } from '../../src/selection/select.ts';
import type { Step } from '../../src/simulation/step.ts';

const projects = resolve(import.meta.dirname, '../../fixtures/frameworks');

/** Some folders hold nothing but what golden.test.ts compares. */
const names = readdirSync(projects).filter((name) => readdirSync(join(projects, name)).join() !== 'golden');

test.each(names)('%s', async (name) => {
  const folder = join(projects, name);
  const file = join(folder, 'expected.txt');
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [judged = ''] = expected.split('\n');
  const actual = `${judged}\n${await told(nodeHost(folder), judged.replace(/^judged: /, '').split(' '))}`;
  if (process.env.UPDATE) writeFileSync(file, actual);
  expect(actual).toBe(process.env.UPDATE ? actual : expected);
});

async function told(host: Host, paths: string[]): Promise<string> {
  const config = await loadConfig(host, { rules });
  const request: SelectionRequest = { paths, mode: 'new', history: true, config };
  const selection = await select(host, request);
  const back = await select(host, { ...request, direction: 'down' });
  await loadParser();
  const report = await lint({ rules, request, host });
  return [
    ...selection.notes.map((note) => `note: ${note}`),
    ...selection.projects.flatMap((project) => [
      '',
      `folder ${project.root}`,
      ...simulated(replay(project, { config, leftOut: [] }).events),
    ]),
    ...back.projects.flatMap(({ migrations }) => ways(migrations)),
    '',
    ...report.gaps.map(({ file, span, reason }) => `gap ${file}:${span?.start.line} ${reason}`),
    ...report.findings.flatMap(({ file, span, rule, instead, status }) => [
      `${file}:${span.start.line} ${rule}${status === 'open' ? '' : `, ${status}`}`,
      ...(instead ?? '')
        .split('\n')
        .filter((line) => line.startsWith('--'))
        .map((line) => `    ${line}`),
    ]),
    '',
  ].join('\n');
}

function* simulated(events: ReturnType<typeof replay>['events']): Generator<string> {
  for (const event of events) {
    const { file, judged } = event.entry;
    if (event.kind === 'file') yield `${judged ? '' : '('}${headOf(file)}${judged ? '' : ')'}`;
    if (event.kind === 'gap') yield `  gap: ${event.gap.reason}`;
    if (event.kind === 'bug') throw event.bug.error;
    if (event.kind === 'step') yield `  ${placeOf(event.step)} ${oneLine(event.step.statement.sql)}`;
  }
}

const headOf = ({ path, framework, direction, units, transaction }: MigrationFile): string =>
  `${path} ${framework} ${direction}, ${units ? units.map((unit) => modelOf(unit.transaction)).join(' | ') : modelOf(transaction)}`;

const modelOf = ({ scope, kind, inStrings }: TransactionModel): string =>
  [scope, kind, ...(inStrings ? ['strings'] : [])].join(' ');

/** The transaction's number, and what opened it. */
const placeOf = ({ transaction }: Step): string =>
  transaction
    ? `${transaction.id} ${transaction.openedBy}${transaction.block === 'pipeline' ? ' pipeline' : ''}:`
    : '-';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

function ways(migrations: readonly PlannedMigration[]): string[] {
  const files = migrations
    .filter(({ undoes, judged }) => undoes !== undefined || judged)
    .map((migration) => migration.read());
  return files.flatMap((reading) =>
    ('files' in reading ? reading.files : []).flatMap((file) => [
      headOf(file),
      ...file.pieces.flatMap((piece) => parsePiece(piece).statements.map(({ sql }) => `  ${oneLine(sql)}`)),
    ]),
  );
}
