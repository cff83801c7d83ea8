// A Laravel migration, its class read in one direction. illuminate/database/Migrations/Migrator.php
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { SourceText as Source } from '../../source/source-text.ts';
import { type Direction, type MigrationFile, type ReadOptions, type TransactionModel, waysOf } from '../framework.ts';
import { commentsFor } from '../php/comments.ts';
import { callOwnMethod, constantOf, moduleOf, newInstance } from '../php/evaluator.ts';
import { addGap, bounded, type Host, type Machine, siteOf } from '../php/machine.ts';
import { type ClassValue, type Instance, unknown, type Value } from '../php/value.ts';
import { connectionValue } from './connection.ts';
import { here } from './files.ts';
import { type Model, modelIn } from './models.ts';
import { laravelHost } from './outside.ts';
import type { Session } from './session.ts';
import { newest, type Version, versionIn } from './version.ts';

const transactional: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  wayOut: 'with `public $withinTransaction = false;`',
  inStrings: true,
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };

/** The SQL that a migration sends, in the ways that are asked for. `loadPhp` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}): MigrationFile[] {
  return waysOf(options).flatMap((direction) => readDirection(text, direction, options) ?? []);
}

function readDirection(text: SourceText, direction: Direction, options: ReadOptions): MigrationFile | undefined {
  const holder: { session?: Session } = {};
  const module = moduleOf(text, (machine) =>
    laravelHost(() => {
      holder.session ??= sessionOf(machine(), text, options);
      return holder.session;
    }),
  );
  const { machine } = module;
  const session = holder.session ?? sessionOf(machine, text, options);
  holder.session = session;
  machine.constants.set('__DIR__', { kind: 'text', text: here, origins: [], holes: [] });
  let hasTransaction = true;
  let isRun = false;
  bounded(machine, () => {
    const migration = migrationOf(machine, module.returned);
    hasTransaction = !isFalse(migration?.fields.get('withinTransaction'));
    session.transactions = hasTransaction ? 1 : 0;
    isRun = migration !== undefined && run(machine, migration, direction);
    if (!isRun && direction === 'up' && machine.gaps.length === 0) sayNothing(machine, migration);
  });
  if (direction === 'down' && !isRun) return undefined;
  const transaction = hasTransaction ? transactional : autocommit;
  const { pieces, gaps } = machine;
  const comments = commentsFor(text, module.root, direction);
  return { path: text.path, framework: 'laravel', direction, text, pieces, transaction, psql: false, gaps, comments };
}

const isFalse = (value: Value | undefined): boolean => value?.kind === 'primitive' && value.value === false;

function sayNothing(machine: Machine, migration: Instance | undefined): void {
  const site = siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) });
  const reason = migration
    ? 'No code for the way up is found in this migration.'
    : 'No migration is found in this file.';
  addGap(machine, site, reason, 'unsupported');
}

/** What the file returns, or its class that derives from a migration. */
function migrationOf(machine: Machine, returned: Value | undefined): Instance | undefined {
  if (returned?.kind === 'instance') return returned;
  const classes = [...machine.classes.values()];
  const own =
    classes.find(({ parent }) => parent !== undefined && /Migration\w*$/.test(parent)) ??
    classes.find(({ methods }) => methods.has('up'));
  return own && newInstance(machine, own, noArguments(machine));
}

const noArguments = (machine: Machine) => ({
  args: [],
  named: new Map(),
  isOpen: false,
  site: siteOf(machine, { start: 0, end: 0 }),
});

function run(machine: Machine, migration: Instance, direction: Direction): boolean {
  const of: ClassValue = migration.of;
  return callOwnMethod(machine, of, migration, direction, noArguments(machine)) !== undefined;
}

function sessionOf(machine: Machine, text: SourceText, options: ReadOptions): Session {
  const { up, version } = project(options);
  const projectFile = (path: string): string | undefined => options.beside?.(`${up}${path}`);
  const folder = posix.dirname(text.path);
  const session: Session = {
    machine,
    version,
    projectFile,
    beside: (path) => options.beside?.(path),
    pathOf: (path, isBeside) => posix.join(folder, isBeside ? path : `${up}${path}`),
    config: (name) => configIn(name, projectFile, options.memory),
    constantOf: (className, name) => projectConstant(className, name, projectFile),
    modelOf: (name) => modelOf(name, projectFile),
    connection: () => connectionValue(session),
    transactions: 0,
  };
  return session;
}

interface Project {
  /** From the migration's folder. */
  readonly up: string;
  readonly version: Version;
}

/** The nearest folder above with a composer.json that names Laravel, worked out once. */
function project({ beside, memory }: ReadOptions): Project {
  const known = memory?.get('laravel project');
  if (known) return known as Project;
  const levels = Array.from({ length: 6 }, (_, level) => '../'.repeat(level + 1));
  const found = levels.flatMap((up): Project[] => {
    const manifest = beside?.(`${up}composer.json`);
    const version = manifest === undefined ? undefined : versionIn(beside?.(`${up}composer.lock`) ?? '', manifest);
    return version ? [{ up, version }] : [];
  })[0];
  const result = found ?? { up: '../../', version: newest };
  memory?.set('laravel project', result);
  return result;
}

const silent = (projectFile: ProjectFile): Host => ({
  construct: (name) => unknown(`an object of ${name}`),
  callStatic: (className, name) => unknown(`${className}::${name}()`),
  // What a project's settings fall back to is what it comes with.
  callFunction: (name, { args }) => (name === 'env' && args[1] ? args[1] : unknown(`the result of ${name}()`)),
  callOn: (_receiver, name) => unknown(`the result of ${name}()`),
  classConstant: (className, name) => projectConstant(className, name, projectFile),
});

function configIn(name: string, projectFile: ProjectFile, memory?: Map<string, unknown>) {
  const key = `laravel config ${name}`;
  if (memory?.has(key)) return memory.get(key) as Value | undefined;
  const text = /^[\w-]+$/.test(name) ? projectFile(`config/${name}.php`) : undefined;
  const value =
    text === undefined
      ? undefined
      : moduleOf(Source.of(`config/${name}.php`, text), () => silent(projectFile)).returned;
  memory?.set(key, value);
  return value;
}

type ProjectFile = (path: string) => string | undefined;

/** The file of a class where Composer's usual map has it. */
function classFile(name: string, projectFile: ProjectFile): string | undefined {
  const path = name.replace(/^\\/, '').replace(/^App\\/, 'app/');
  return /^[\w\\/]+$/.test(path) ? projectFile(`${path.replaceAll('\\', '/')}.php`) : undefined;
}

function projectConstant(className: string, name: string, projectFile: ProjectFile): Value | undefined {
  const text = classFile(className, projectFile);
  if (text === undefined) return undefined;
  const { machine } = moduleOf(Source.of(className, text), () => silent(projectFile));
  let found: Value | undefined;
  bounded(machine, () => {
    found = constantOf(machine, className, name);
  });
  return found;
}

function modelOf(name: string, projectFile: ProjectFile): Model | undefined {
  const text = classFile(name, projectFile);
  return text === undefined ? undefined : modelIn(name, text);
}
