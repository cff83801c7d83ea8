// The table of other linters' rules: fresh, and telling of each of their rules exactly once.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { equivalentsDocument } from '../../scripts/equivalents.ts';
import { otherTools } from '../../src/adoption/other-tools.ts';

const equalTo = (key: (typeof otherTools)[number]['key']) =>
  new Set(rules.flatMap(({ equivalents }) => equivalents?.[key] ?? []));

test('docs/equivalents.md is the generated one', () => {
  expect(readFileSync('docs/equivalents.md', 'utf8')).toBe(equivalentsDocument());
});

test.each(otherTools)('$name: a rule has an equivalent or a reason why not, never both', ({ key, without }) => {
  expect(Object.keys(without).filter((id) => equalTo(key).has(id))).toEqual([]);
});

const numbered = (prefix: string, numbers: readonly number[], width: number) =>
  numbers.map((number) => `${prefix}${String(number).padStart(width, '0')}`);
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

test.each([
  { key: 'eugene' as const, ids: [...numbered('E', [...upTo(11), 15], 1), ...numbered('W', [12, 13, 14], 1)] },
  { key: 'migrationPilot' as const, ids: numbered('MP', upTo(112), 3) },
])('$key: none is forgotten', ({ key, ids }) => {
  const tool = otherTools.find((each) => each.key === key);
  const told = new Set([...equalTo(key), ...Object.keys(tool?.without ?? {})]);
  expect([...told].sort()).toEqual([...ids].sort());
});
