// The parts of a page that one command writes: under each unsafe example its findings, the locks, and what the linter advises.
import type { Finding } from '../../src/findings/finding.ts';
import { defaultVersion } from '../../src/postgres/versions.ts';
import { relationTable } from '../../src/reporters/relations.ts';
import { table } from '../../src/reporters/terminal.ts';
import type { Step } from '../../src/simulation/step.ts';
import { judgeExample } from './judge-example.ts';
import type { Block, Example, Page } from './page.ts';

/** The version that a page shows: the default where the example allows it. */
export const shownMajor = ({ majors }: Example): number =>
  majors.includes(defaultVersion.major) ? defaultVersion.major : (majors.at(-1) ?? defaultVersion.major);

/** One line per finding, in the order of the statements. */
export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);

/** The page's text with every generated block as it should be. */
export function regenerate(page: Page): string {
  const lines = page.text.split('\n');
  for (const example of [...page.examples].reverse()) {
    const [from, to] = generatedRange(page.blocks, example.last);
    const written = example.role === 'unsafe' ? generatedBlocks(page, example) : [];
    lines.splice(from, to - from, ...written);
  }
  return lines.join('\n');
}

/** Lines after an example's last block that belong to generated blocks. */
function generatedRange(blocks: readonly Block[], last: number): [number, number] {
  const from = (blocks[last]?.end ?? 0) + 1;
  let to = from;
  for (let at = last + 1; isGenerated(blocks[at]); at++) to = (blocks[at]?.end ?? 0) + 1;
  return [from, to];
}

const isGenerated = (block: Block | undefined): boolean =>
  ['text findings', 'text locks', 'sql advice'].includes(`${block?.language} ${block?.word}`);

function generatedBlocks(page: Page, example: Example): string[] {
  const { findings, steps } = judgeExample(example, shownMajor(example));
  const advised = findings.filter(({ rule }) => rule === page.id).flatMap(({ instead }) => instead ?? []);
  return [
    ...fenced('text findings', findingLines(findings)),
    ...fenced('text locks', lockLines(steps)),
    ...[...new Set(advised)].flatMap((sql) => fenced('sql advice', sql.trimEnd().split('\n'))),
  ];
}

const fenced = (info: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `\`\`\`${info}`, ...lines, '```'];

function lockLines(steps: readonly Step[]): string[] {
  const parts = steps.flatMap(({ effects, statement }) => {
    const relations = relationTable(effects);
    const title = statement.sql.replaceAll(/\s+/g, ' ');
    return relations
      ? [[title.length > 100 ? `${title.slice(0, 99)}…` : title, ...table(relations.rows, '  '), ...relations.doubts]]
      : [];
  });
  return parts.flatMap((part, index) => (index === 0 ? part : ['', ...part]));
}
