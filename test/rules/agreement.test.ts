// Agreement between rules: whatever is advised for unsafe statements, in whatever circumstances, is clean under all rules there, and
// leaves the schema that was asked for. Compositions are made up; a counterexample is printed as small as it gets.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../../src/postgres/parse.ts';
import { supportedMajors } from '../../src/postgres/versions.ts';
import { disagreements } from './agreement/agree.ts';
import { composition } from './agreement/composition.ts';

const runs = Number(process.env.RUNS ?? 60);
const seed = Number(process.env.SEED ?? 3);

beforeAll(() => loadParser());

test('what is advised is clean under all rules where it stands, and reaches the schema asked for', {
  timeout: 240_000,
}, () => {
  const property = fc.property(composition(supportedMajors), (one) => {
    expect(disagreements(one)).toEqual([]);
  });
  fc.assert(property, { seed, numRuns: runs });
});
