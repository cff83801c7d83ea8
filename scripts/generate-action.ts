// Writes action.yml and the tables of docs/github-actions.md from src/action/inputs.ts. test/action/inputs.test.ts holds both.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import { inputs, notMirrored, outputs } from '../src/action/inputs.ts';

export function actionDocument(): string {
  const plain = (text: string): string => text.replaceAll('`', '');
  const document = {
    name: 'migration-lint',
    description: 'Finds PostgreSQL migrations that lock tables, and says who waits and what to write instead',
    branding: { icon: 'lock', color: 'blue' },
    inputs: Object.fromEntries(
      inputs.map(({ name, description, default: preset }) => [
        name,
        { description: plain(description), required: false, ...(preset === undefined ? {} : { default: preset }) },
      ]),
    ),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, description]) => [name, { description: plain(description) }]),
    ),
    runs: { using: 'node24', main: 'dist/action.cjs' },
  };
  const options = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const;
  return `# Written by scripts/generate-action.ts from src/action/inputs.ts.\n${stringify(document, options)}`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');

const tables: Readonly<Record<string, () => string>> = {
  inputs: () =>
    table(
      ['Input', 'Default', 'What it is'],
      inputs.map(({ name, default: preset, description }) => [
        `\`${name}\``,
        preset === undefined ? '' : `\`${preset}\``,
        description,
      ]),
    ),
  outputs: () =>
    table(
      ['Output', 'What it is'],
      Object.entries(outputs).map(([name, description]) => [`\`${name}\``, description]),
    ),
  'not-mirrored': () =>
    table(
      ['Option', 'Why it is no input'],
      Object.entries(notMirrored).map(([name, why]) => [`\`--${name}\``, why]),
    ),
};

/** The page with its tables written anew. */
export const withTables = (page: string): string =>
  page.replace(
    /(<!-- table: ([a-z-]+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, before: string, name: string, after: string) => [before, tables[name]?.() ?? '', after].join(''),
  );

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const page = 'docs/github-actions.md';
  writeFileSync('action.yml', actionDocument());
  writeFileSync(page, withTables(readFileSync(page, 'utf8')));
}
