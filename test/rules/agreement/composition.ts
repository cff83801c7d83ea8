// Unsafe migrations, composed: statements out of the pools, in one of the circumstances that migrations run in.
import fc from 'fast-check';
import { actions, statements } from './schema.ts';

/** How a piece of a migration is run. The last ones are tools with markers of their own. */
export const contexts = [
  'autocommit',
  'begin',
  'file',
  'run',
  'string',
  'do',
  'goose',
  'sql-migrate',
  'dbmate',
  'node-pg-migrate',
] as const;
export type Context = (typeof contexts)[number];

export interface Composition {
  readonly statements: readonly string[];
  readonly context: Context;
  /** Who sets a lock_timeout. */
  readonly timeout: 'nobody' | 'the file' | 'the config';
  readonly major: number;
}

const tables = Object.keys(actions);

/** `ALTER TABLE "user" ADD …, ALTER …`: one to three actions. */
const alteration: fc.Arbitrary<string> = fc
  .constantFrom(...tables)
  .chain((table) =>
    fc
      .subarray([...(actions[table] ?? [])], { minLength: 1, maxLength: 3 })
      .map((chosen) => `ALTER TABLE ${table} ${chosen.join(', ')}`),
  );

/** What is added or taken away twice is a mistake. */
function doNothingTwice(chosen: readonly string[]): boolean {
  const all = Object.values(actions).flat();
  return all.every((action) => chosen.filter((sql) => sql.includes(action)).length < 2);
}

export const composition = (majors: readonly number[]): fc.Arbitrary<Composition> =>
  fc.record({
    statements: fc
      .uniqueArray(fc.oneof(alteration, fc.constantFrom(...statements)), { minLength: 1, maxLength: 3 })
      .filter(doNothingTwice),
    context: fc.constantFrom(...contexts),
    timeout: fc.constantFrom('nobody', 'the file', 'the config'),
    major: fc.constantFrom(...majors),
  });
