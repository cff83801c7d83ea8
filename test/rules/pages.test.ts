// Every rule's page is its test: the unsafe SQL is found as the page shows, the safe SQL by no rule, and what a finding advises is clean too.
import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { findingLines, regenerate, shownMajor } from './generated.ts';
import { judgeAdvice, judgeExample, stepsBefore } from './judge-example.ts';
import { type Example, type Page, readPage, rulesFolder } from './page.ts';

const sections = ['The hazard', 'Why', 'What to do', 'When to allow it'];
const noSafeForm = 'No safe form';

beforeAll(() => loadParser());

test('the list of rules is the folder', () => {
  const files = readdirSync(rulesFolder).filter((name) => name !== 'index.ts');
  const expected = rules.flatMap(({ id }) => [`${id}.md`, `${id}.ts`]);
  expect(files.sort()).toEqual(expected.sort());
  expect(rules.filter(({ id, aliases = [] }) => aliases.includes(id))).toEqual([]);
});

describe.each(rules.map(({ id }) => ({ id })))('$id', ({ id }) => {
  const page = readPage(id);

  test('its page has the sections', () => {
    const rule = rules.find((one) => one.id === id);
    expect(page.title).toBe(id);
    expect(page.headings).toEqual(expect.arrayContaining(sections));
    expect(page.examples.some(({ role }) => role === 'unsafe')).toBe(true);
    expect(page.examples.some(({ role }) => role === 'safe') || page.headings.includes(noSafeForm)).toBe(true);
    expect(rule?.sources).not.toEqual([]);
  });

  test('what is generated is up to date (npm run generate)', () => {
    expect(page.text).toBe(regenerate(page));
  });

  test.each(examplesOf(page, 'unsafe'))('line $line is found, on every version alike', ({ example }) => {
    const shown = judgeExample(example, shownMajor(example));
    expect(shown.findings.map(({ rule }) => rule)).toContain(id);
    for (const major of example.majors) {
      const { findings, troubles } = judgeExample(example, major);
      expect({ major, found: findingLines(findings) }).toEqual({ major, found: findingLines(shown.findings) });
      expect(troubles).toEqual([]);
    }
  });

  test.each(examplesOf(page, 'safe'))('line $line is safe under all rules', ({ example }) => {
    for (const major of example.majors) {
      const { findings, troubles } = judgeExample(example, major);
      expect({ major, found: findingLines(findings) }).toEqual({ major, found: [] });
      expect(troubles).toEqual([]);
    }
  });

  test.each(examplesOf(page, 'unsafe'))('what is advised for line $line is safe under all rules', ({ example }) => {
    for (const major of example.majors) adviceIsClean(example, major, id);
  });
});

const examplesOf = ({ examples }: Page, role: Example['role']) =>
  examples.filter((example) => example.role === role).map((example) => ({ line: example.line, example }));

/** The statements of a finding with a way out, and nothing left to find in that way. */
function adviceIsClean(example: Example, major: number, id: string): void {
  const { findings, steps } = judgeExample(example, major);
  for (const { rule, instead, span, file } of findings) {
    if (rule !== id || instead === undefined) continue;
    const after = judgeAdvice(example, stepsBefore(steps, span.start.offset, file), instead, major);
    expect({ major, instead, found: findingLines(after.findings), troubles: after.troubles }).toEqual({
      major,
      instead,
      found: [],
      troubles: [],
    });
  }
}
