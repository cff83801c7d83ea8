// The comparison that the live tests stand on must itself notice each kind of disagreement.
import { expect, test } from 'vitest';
import { compare, type PredictedEffect } from './compare.ts';
import type { Observation } from './observation.ts';

const observed: Observation = {
  locks: {
    'public.orders': { mode: 'ShareRowExclusiveLock', kind: 'r' },
    'public.orders_pkey': { mode: 'AccessShareLock', kind: 'i' },
  },
  rewrites: ['public.bills'],
  truncated: [],
  reindexed: [],
  newIndexes: [],
  scans: [
    { relation: 'public.orders', purpose: 'foreign-key' },
    { relation: 'public.users', purpose: 'read' },
  ],
  notices: [],
  transaction: true,
};

const exact: PredictedEffect[] = [
  { kind: 'lock', relation: 'public.orders', relationKind: 'table', mode: 'ShareRowExclusiveLock' },
  { kind: 'rewrite', relation: 'public.bills' },
  { kind: 'scan', relation: 'public.orders' },
];

const without = (kind: string) => exact.filter((effect) => effect.kind !== kind);

test('an exact prediction has no differences; indexes and planner reads need not be predicted', () => {
  expect(compare(observed, exact)).toEqual([]);
});

test.each(['lock', 'rewrite', 'scan'])('a missing %s is noticed', (kind) => {
  expect(compare(observed, without(kind))).toMatchObject([{ about: kind, how: 'missing' }]);
});

test.each(['lock', 'rewrite', 'scan'])('a false %s is noticed', (kind) => {
  const extra = { kind, relation: 'public.other', relationKind: 'table', mode: 'ShareLock' };
  expect(compare(observed, [...exact, extra])).toMatchObject([{ about: kind, how: 'extra', relation: 'public.other' }]);
});

test('a wrong mode is noticed, on an index too once one is predicted', () => {
  const table = { kind: 'lock', relation: 'public.orders', mode: 'ShareLock' };
  const index = { kind: 'lock', relation: 'public.orders_pkey', relationKind: 'index', mode: 'ShareLock' };
  const differences = compare(observed, [...without('lock'), table, index]);
  expect(differences).toMatchObject([{ how: 'different' }, { how: 'different', relation: 'public.orders_pkey' }]);
});

test('a refusal must be predicted, and one predicted must come', () => {
  const refused = { ...observed, error: { code: '0A000', message: 'no' } };
  expect(compare(refused, exact)).toMatchObject([{ about: 'fails', how: 'missing' }]);
  expect(compare(observed, [...exact, { kind: 'fails', when: 'always' }])).toMatchObject([{ how: 'extra' }]);
});
