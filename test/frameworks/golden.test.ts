// What tools really sent to a server is what reading their migrations comes to: the same strings, in the same order, in the same
// transactions. fixtures/frameworks/<tool>/golden/<case> holds migrations and, in sent.txt, what scripts/golden/make.ts noted.
// differences.txt beside it lists where the two differ, exactly: `-` was sent, `+` was read. `UPDATE=1` writes those anew.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { confinedHost } from '../../src/action/confined-host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { select } from '../../src/selection/select.ts';
import { differencesOf } from './differences.ts';
import { stringsSent } from './strings-sent.ts';

beforeAll(loadParser);

const fixtures = resolve(import.meta.dirname, '../../fixtures/frameworks');
/** Compared as parse trees, in liquibase.test.ts. */
const elsewhere = new Set(['liquibase-xml']);
const cases = readdirSync(fixtures).flatMap((tool) => {
  const golden = join(fixtures, tool, 'golden');
  const names = existsSync(golden) && !elsewhere.has(tool) ? readdirSync(golden) : [];
  return names
    .filter((name) => existsSync(join(golden, name, 'sent.txt')))
    .map((name) => [`${tool}/${name}`, join(golden, name)] as const);
});

describe.each(cases)('%s', (_, folder) => {
  test('is read as it was sent', async () => {
    const sent = sectionsOf(readFileSync(join(folder, 'sent.txt'), 'utf8'));
    const differences = await Promise.all(
      [...sent].map(async ([way, lines]) => {
        const { read, gaps } = await readAs(folder, way as 'up' | 'down');
        return [`# ${way}`, ...gaps, ...differencesOf(lines, read)];
      }),
    );
    const found = differences.filter((lines) => lines.length > 1).flat();
    const file = join(folder, 'differences.txt');
    if (process.env.UPDATE) update(file, found);
    const known = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    expect(found).toEqual(known);
  });
});

function update(file: string, lines: readonly string[]): void {
  if (lines.length > 0) writeFileSync(file, `${lines.join('\n')}\n`);
  else rmSync(file, { force: true });
}

/** The lines below `# up` and `# down`, without what the server said to them. */
function sectionsOf(text: string): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  let section: string[] = [];
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const way = /^# (up|down)$/.exec(line)?.[1];
    if (way === undefined && !line.startsWith('!!')) section.push(line);
    if (way === undefined) continue;
    section = [];
    sections.set(way, section);
  }
  return sections;
}

async function readAs(folder: string, direction: 'up' | 'down'): Promise<{ read: string[]; gaps: string[] }> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    // Of db-migrate, sqls/ holds what migrations read.
    (path) => /(?:\d.*|\/current)\.\w+$/.test(path) && !path.includes('sqls/'),
  );
  const config = defaultConfig(folder);
  const { projects } = await select(confinedHost(folder, folder), {
    paths,
    mode: 'new',
    direction,
    history: true,
    config,
  });
  // Of several projects, as the apps of Django are, the tools have undone the last first.
  const inOrder = direction === 'down' ? [...projects].reverse() : projects;
  const files = inOrder.flatMap(({ migrations }) =>
    migrations
      .filter((migration) => migration.judged)
      .flatMap((migration): readonly MigrationFile[] => {
        const reading = migration.read();
        return 'files' in reading ? reading.files.filter((file) => file.direction === direction) : [];
      }),
  );
  const gaps = files.flatMap((file) =>
    file.gaps.map(({ span, reason }) => `gap ${file.path}:${span?.start.line} ${reason}`),
  );
  return { read: stringsSent(files), gaps };
}
