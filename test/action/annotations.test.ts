// As many annotations as GitHub keeps of a step, the worst first, and a word about the rest.
import { expect, test } from 'vitest';
import { annotationLines } from '../../src/action/annotations.ts';
import type { Severity } from '../../src/findings/finding.ts';
import type { Item } from '../../src/reporters/items.ts';

const items = (severity: Severity, count: number): Item[] =>
  Array.from({ length: count }, (_, at) => ({
    rule: 'a-rule',
    severity,
    file: 'a.sql',
    message: `${severity} ${at}`,
    more: [],
    sql: '',
  }));
const none = { error: 0, warning: 0, info: 0 };
const counts = (lines: readonly string[]) =>
  Object.fromEntries(
    ['error', 'warning', 'notice'].map((name) => [name, lines.filter((line) => line.startsWith(`::${name} `)).length]),
  );

test('all, where they fit', () => {
  const lines = annotationLines([...items('info', 10), ...items('error', 10), ...items('warning', 10)], none);
  expect(counts(lines)).toEqual({ error: 10, warning: 10, notice: 10 });
  expect(lines[0]).toContain('error 0');
  expect(lines.join('\n')).not.toContain('more problem');
});

test('ten of each kind, and the last notice counts the rest', () => {
  const lines = annotationLines([...items('info', 30), ...items('error', 12), ...items('warning', 11)], none);
  expect(counts(lines)).toEqual({ error: 10, warning: 10, notice: 10 });
  expect(lines.at(-1)).toMatch(/^::notice title=migration-lint::24 more problems without an annotation/);
});

test("the step's own count, too", () => {
  const lines = annotationLines([...items('error', 10), ...items('info', 10)], { error: 1, warning: 0, info: 2 });
  expect(counts(lines)).toEqual({ error: 9, warning: 0, notice: 8 });
  expect(lines.at(-1)).toContain('::4 more problems without an annotation');
});
