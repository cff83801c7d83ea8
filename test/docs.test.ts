// The documentation's set-ups are there to be copied: what they run is taken by the command, their YAML is YAML, their links lead somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { inputs } from '../src/action/inputs.ts';
import { readArguments } from '../src/cli/arguments.ts';

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string): string => readFileSync(page, 'utf8');

function blocks(page: string, language: string): string[] {
  const fence = new RegExp(`^ *\`\`\`${language}\\b.*\\n([\\s\\S]*?)^ *\`\`\``, 'gm');
  return [...textOf(page).matchAll(fence)].map(([, text = '']) => text);
}

describe.each(pages)('%s', (page) => {
  test('its links lead to files and headings that are there', () => {
    const links = [...textOf(page).matchAll(/\]\(([^)\s:]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [path = '', heading] = link.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      return !existsSync(file) || (heading !== undefined && !headings(file).includes(heading));
    });
    expect(broken).toEqual([]);
  });

  test('its commands are such', () => {
    for (const line of commandLines(page)) expect(() => readArguments(words(line)), line).not.toThrow();
  });

  test('its YAML can be read, and the action has the inputs that it names', () => {
    for (const block of blocks(page, 'ya?ml')) {
      const errors = parseAllDocuments(block).flatMap((document) => ('errors' in document ? document.errors : []));
      expect(errors, block).toEqual([]);
      expect(unknownInputs(parse(block)), block).toEqual([]);
    }
  });
});

test('each page of set-ups has some', () => {
  expect(blocks('docs/github-actions.md', 'yaml').length).toBeGreaterThan(4);
  expect(commandLines('docs/ci.md').length).toBeGreaterThan(4);
});

/** As GitHub makes anchors of headings. */
const headings = (file: string): string[] =>
  [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** What follows `npx migration-lint` in code blocks, up to the end of the command. */
function commandLines(page: string): string[] {
  const code = ['ya?ml', 'sh', 'groovy', 'json'].flatMap((language) => blocks(page, language)).join('\n');
  return [...code.matchAll(/npx migration-lint\b([^\n|&;#']*)/g)].map(([, rest = '']) => rest.trim());
}

const words = (line: string): string[] =>
  line
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replaceAll('"', ''));

function unknownInputs(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(unknownInputs);
  if (typeof value !== 'object' || value === null) return [];
  const { uses, with: given = {} } = value as { uses?: string; with?: Record<string, unknown> };
  const known = new Set(inputs.map(({ name }) => name));
  const wrong = uses?.startsWith('OWNER/migration-lint@') ? Object.keys(given).filter((name) => !known.has(name)) : [];
  return [...wrong, ...Object.values(value).flatMap(unknownInputs)];
}
