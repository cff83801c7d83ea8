// Lanes of locks over real migrations: how long each lock is held, and what is none.
import { expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { lint } from '../../src/lint.ts';
import { lockLanes } from '../../src/reporters/lock-lanes.ts';
import { folder } from '../cli/run.ts';

const schema = 'CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY, a int);\n';

/** `relation: mode from-to, …` per lane of the last migration, and the transactions' numbers. */
async function drawnLanes(...migrations: string[]) {
  const files = [schema, ...migrations].map((sql, at) => [`migrations/00${at + 1}_m.sql`, sql] as const);
  const cwd = folder(Object.fromEntries(files));
  const paths = files.slice(1).map(([path]) => path);
  const request = { paths, mode: 'all', history: true, allowEmpty: false, config: defaultConfig(cwd) } as const;
  const { timelines = [] } = await lint({ rules: [], request, host: nodeHost(cwd), timelines: true });
  const timeline = timelines.at(-1);
  if (!timeline) throw new Error('no timeline');
  const lanes = lockLanes(timeline).map(({ relation, stretches }) => {
    const shown = stretches.map(({ mode, from, to, brief }) => `${mode}${brief ? ' (brief)' : ''} ${from}-${to}`);
    return `${relation.name}: ${shown.join(', ')}`;
  });
  return { lanes, transactions: timelines.map(({ statements }) => statements.map(({ transaction }) => transaction)) };
}

test('a lock is held to the COMMIT of its transaction, and grows', async () => {
  const { lanes } = await drawnLanes(
    'BEGIN;\nLOCK TABLE a IN SHARE MODE;\nSELECT 1;\nDROP TABLE a;\nSELECT 2;\nCOMMIT;\nSELECT 3;\n',
  );
  expect(lanes).toContain('a: ShareLock 1-2, AccessExclusiveLock 3-5');
});

test('statements in autocommit hold nothing for the next', async () => {
  const { lanes, transactions } = await drawnLanes('ALTER TABLE a ADD x int;\nALTER TABLE a ADD y int;\n');
  expect(lanes).toEqual(['a: AccessExclusiveLock 0-0, AccessExclusiveLock 1-1']);
  expect(transactions).toEqual([[undefined, undefined]]);
});

test('what is born in the run makes nobody wait', async () => {
  const { lanes } = await drawnLanes('BEGIN;\nCREATE TABLE c (id int);\nALTER TABLE c ADD x int;\nCOMMIT;\n');
  expect(lanes).toEqual([]);
});

test('a savepoint that is rolled back releases its locks', async () => {
  const { lanes } = await drawnLanes(
    'BEGIN;\nSAVEPOINT s;\nLOCK TABLE a;\nROLLBACK TO SAVEPOINT s;\nLOCK TABLE b;\nCOMMIT;\n',
  );
  expect(lanes).toEqual(['a: AccessExclusiveLock 2-3', 'b: AccessExclusiveLock 4-5']);
});
