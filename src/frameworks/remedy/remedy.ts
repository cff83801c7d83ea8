// The safe way in the language of a tool: what a tool's writer is given, a migration of the way at a time, and what all writers share.
import type { MigrationFile } from '../framework.ts';
import type { Known } from './known.ts';

/** A statement of the way, or several that one transaction has to hold. */
export interface RemedyStep {
  /** Without the semicolon at its end. */
  readonly sql: string;
  /** What it is, where a tool may have words for it. */
  readonly known?: Known;
  /** What is said above it, without marks: notes and allowances. */
  readonly comments: readonly string[];
  /** To be run again and again, until it changes no row. */
  readonly repeats?: true;
}

export interface RemedyMigration {
  /** Where and when it runs, without marks. */
  readonly notes: readonly string[];
  /** Its statements must be in no transaction, or each in one of its own. */
  readonly isOutside: boolean;
  /** The one that the finding's statement stands in, with all else that it does. */
  readonly isSame: boolean;
  readonly steps: readonly RemedyStep[];
  /** What is left to do by hand after it, without marks. */
  readonly after: readonly string[];
}

export interface RemedyContext {
  readonly file: MigrationFile;
  /** The finding's statement, and the user's code from where it sends that on. */
  readonly sql: string;
  readonly source: string;
  /** How many statements that code sends. */
  readonly sends: number;
  /** The table of an index; undefined where it is not known. */
  readonly tableOf: (index: string) => string | undefined;
  /** What an earlier step made of this name. */
  readonly madeAs: (constraint: string) => 'foreign-key' | 'check' | undefined;
  /** All of the way, and the one to write. */
  readonly way: readonly RemedyMigration[];
  readonly migration: RemedyMigration;
  /** Counts the migrations of the way from 0. */
  readonly at: number;
}

export interface RemedyWriter {
  /** As people call it: `Rails`. */
  readonly title: string;
  /** As Markdown's fences name it. */
  readonly language: string;
  /** Where its migrations may be in several, by the path of the user's. */
  readonly languageOf?: (path: string) => string;
  /** What begins a comment's line, in a language that its comments can't be told by. */
  readonly mark: string;
  /** Nothing may stand above what it puts above the statements. */
  readonly hasHead?: true;
  /** A note that the code makes plain. */
  readonly saidByCode?: string;
  /** One statement. */
  readonly statement: (step: RemedyStep, context: RemedyContext) => string;
  /** What stands around the statements of a migration. */
  readonly wrapped: (code: string, context: RemedyContext) => string;
}

const marks: Readonly<Record<string, string>> = { xml: '<!--', yaml: '#', sql: '--' };

export const languageFor = ({ language, languageOf }: RemedyWriter, path: string): string =>
  languageOf?.(path) ?? language;

/** One migration of the way. What sets something for the statements that are there already is no migration by itself. */
export function written(writer: RemedyWriter, context: RemedyContext): string {
  const { saidByCode = '' } = writer;
  const mark = marks[languageFor(writer, context.file.path)] ?? writer.mark;
  const { steps, notes, after, isSame } = context.migration;
  const code = steps
    .map((step) => [...commented(mark, step.comments), writer.statement(step, context)].join('\n'))
    .join('\n');
  const isPart = isSame && steps.every(isSetting);
  const said = notes.map((note) => (saidByCode ? note.replace(saidByCode, '').replace(/^[,:] /, '') : note));
  const above = commented(
    mark,
    said.filter((note) => note !== ''),
  );
  const below = commented(mark, after);
  if (steps.length === 0) return [...above, ...below].join('\n');
  if (isPart) return [...above, code, ...below].join('\n');
  if (writer.hasHead) return [writer.wrapped([...above, code].join('\n'), context), ...below].join('\n');
  return [...above, writer.wrapped(code, context), ...below].join('\n');
}

const widest = 100;

/** A call on one line where it fits, with an argument a line where it does not. */
export function call(open: string, args: readonly string[], close: string, trailing = '', by = 2): string {
  const space = open.endsWith('{') ? ' ' : '';
  const line = `${open}${space}${args.join(', ')}${space}${close}`;
  if (line.length <= widest && !line.includes('\n')) return line;
  const lines = args.map((arg, at) => `${arg}${at < args.length - 1 ? ',' : trailing}`);
  return `${open}\n${indent(lines.join('\n'), by)}\n${close}`;
}

export const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** Lines of comment, each with the language's mark. */
const commented = (mark: string, texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    mark === '<!--'
      ? [`<!-- ${text.replace(/--+/g, '-')} -->`]
      : text.split('\n').map((line) => `${mark} ${line}`.trimEnd()),
  );

/** `SET lock_timeout = …` */
export const isSetting = ({ sql }: RemedyStep): boolean => /^set\b/i.test(sql);

/** A name for a migration that runs these: `validate_orders_total_check`. */
export function nameOf(steps: readonly RemedyStep[]): string {
  const known = steps.flatMap((step) => step.known ?? [])[0];
  const words = known
    ? `${verbs[known.kind]}_${subjectOf(known)}`
    : (steps.map(({ sql }) => firstWords(sql)).find((text) => !text.startsWith('set_')) ?? 'change_safely');
  return words
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

const verbs: Readonly<Record<Known['kind'], string>> = {
  'create-index': 'add',
  'drop-index': 'remove',
  'add-foreign-key': 'add',
  'add-check': 'add',
  validate: 'validate',
  'drop-constraint': 'remove',
  'set-not-null': 'require',
  'drop-not-null': 'allow_null_in',
  'set-default': 'change_default_of',
  'drop-default': 'remove_default_of',
  'add-column': 'add',
  'drop-column': 'remove',
};

const subjectOf = (known: Known): string => ('column' in known ? `${known.table.name}_${known.column}` : known.name);

const firstWords = (sql: string): string =>
  sql
    .split(/\W+/)
    .filter(Boolean)
    .slice(0, /^(?:update|vacuum)\b/i.test(sql) ? 2 : 3)
    .join('_')
    .toLowerCase();

/** `add_orders_index` as `AddOrdersIndex`. */
export const camelCase = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** A migration's number or time, later by so much: `20240101000000`. */
export const later = (version: string, by: number): string =>
  (BigInt(version) + BigInt(by)).toString().padStart(version.length, '0');
