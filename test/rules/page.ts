// A rule's page read as tests: blocks of SQL with the options after their word, grouped into examples that run together.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { supportedMajors } from '../../src/postgres/versions.ts';

export const rulesFolder = resolve(import.meta.dirname, '../../rules');

/** A fenced block; `start` and `end` are the lines, from 0, of its fences. */
export interface Block {
  readonly language: string;
  /** The first word after the language: `unsafe`. */
  readonly word: string;
  readonly options: readonly string[];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface ExampleFile {
  readonly name: string;
  readonly sql: string;
}

/** Files that run together after `given`. */
export interface Example {
  /** The id of the page's rule. */
  readonly rule: string;
  readonly role: 'unsafe' | 'safe';
  readonly given: string;
  readonly files: readonly ExampleFile[];
  readonly wrapped: 'none' | 'file' | 'run' | 'string';
  readonly majors: readonly number[];
  /** Where the minor version matters to the example. */
  readonly minor?: number;
  /** PostgreSQL refuses one of its statements. */
  readonly refused: boolean;
  /** Line of its first fence, from 1. */
  readonly line: number;
  /** Index of its last block among the page's. */
  readonly last: number;
}

export interface Page {
  readonly id: string;
  readonly path: string;
  readonly text: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly blocks: readonly Block[];
  readonly examples: readonly Example[];
}

/** A page that is not there is an empty one: its tests fail, and those of the others still run. */
export function readPage(id: string): Page {
  const path = join(rulesFolder, `${id}.md`);
  return parsePage(id, path, existsSync(path) ? readFileSync(path, 'utf8') : '');
}

function parsePage(id: string, path: string, text: string): Page {
  const blocks = blocksOf(text);
  const inBlock = (line: number) => blocks.some(({ start, end }) => line >= start && line <= end);
  const lines = text.split('\n').filter((_, line) => !inBlock(line));
  const headings = lines.flatMap((line) => /^## (.+)$/.exec(line)?.[1] ?? []);
  const title = lines.flatMap((line) => /^# (.+)$/.exec(line)?.[1] ?? [])[0] ?? '';
  return { id, path, text, title, headings, blocks, examples: examplesOf(blocks, id) };
}

function blocksOf(text: string): Block[] {
  const found: Block[] = [];
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; start++) {
    const info = /^```(\S+)(?: +(.*))?$/.exec(lines[start] ?? '');
    if (!info) continue;
    const end = lines.indexOf('```', start + 1);
    if (end < 0) throw new Error(`line ${start + 1}: the block is not closed`);
    const [word = '', ...options] = (info[2] ?? '').split(/\s+/).filter(Boolean);
    const body = lines.slice(start + 1, end).join('\n');
    found.push({ language: info[1] ?? '', word, options, text: `${body}\n`, start, end });
    start = end;
  }
  return found;
}

function examplesOf(blocks: readonly Block[], id: string): Example[] {
  const examples: Example[] = [];
  let given = '';
  blocks.forEach((block, index) => {
    if (block.language !== 'sql' || block.word === 'advice') return;
    const previous = blocks[index - 1];
    if (block.word === 'given') given = block.text;
    else if (block.word === 'unsafe' || block.word === 'safe') {
      const before = examples.at(-1);
      if (before && previous && joins(block, previous)) examples.splice(-1, 1, joined(before, block, index));
      else examples.push({ rule: id, ...exampleOf(block, block.word, given, index) });
    } else throw new Error(`rules/${id}.md, line ${block.start + 1}: no block is called "${block.word}"`);
  });
  return examples;
}

const fileName = ({ options }: Block): string | undefined =>
  options.flatMap((option) => /^file=(.+)$/.exec(option)?.[1] ?? [])[0];

/** Blocks of one word that name different files are one run. */
const joins = (block: Block, previous: Block): boolean =>
  block.word === previous.word && fileName(block) !== undefined && fileName(previous) !== undefined;

function joined(example: Example, block: Block, index: number): Example {
  const file = { name: fileName(block) ?? '', sql: block.text };
  if (example.files.some(({ name }) => name === file.name)) throw new Error(`two blocks are called ${file.name}`);
  return { ...example, files: [...example.files, file], refused: example.refused || isRefused(block), last: index };
}

const isRefused = ({ options }: Block): boolean => options.includes('refused');

const wrappers: Record<string, Example['wrapped']> = {
  transaction: 'file',
  'transaction=run': 'run',
  string: 'string',
};

function exampleOf(block: Block, role: Example['role'], given: string, index: number): Omit<Example, 'rule'> {
  const wrapped = block.options.flatMap((option) => wrappers[option] ?? [])[0] ?? 'none';
  const unknown = block.options.filter(
    (option) => !(option in wrappers) && !/^(pg[<>=]=?\d+|pg=\d+\.\d+|refused|file=.+)$/.test(option),
  );
  if (unknown.length > 0) throw new Error(`line ${block.start + 1}: no option is called "${unknown[0]}"`);
  return {
    role,
    given,
    files: [{ name: fileName(block) ?? 'migration.sql', sql: block.text }],
    wrapped,
    majors: supportedMajors.filter((major) => block.options.every((option) => allows(option, major))),
    ...minorOf(block),
    refused: isRefused(block),
    line: block.start + 1,
    last: index,
  };
}

/** `pg=14.2` */
function minorOf({ options }: Block): { minor?: number } {
  const [minor] = options.flatMap((option) => /^pg=\d+\.(\d+)$/.exec(option)?.[1] ?? []);
  return minor === undefined ? {} : { minor: Number(minor) };
}

function allows(option: string, major: number): boolean {
  const [, operator, number] = /^pg([<>]=?|=)(\d+)(?:\.\d+)?$/.exec(option) ?? [];
  const bound = Number(number);
  if (operator === '>=') return major >= bound;
  if (operator === '>') return major > bound;
  if (operator === '<=') return major <= bound;
  if (operator === '<') return major < bound;
  return operator === undefined || major === bound;
}
