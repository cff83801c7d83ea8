// A Doctrine migration, its class read in one direction. doctrine/migrations, src/Version/DbalExecutor.php and src/AbstractMigration.php
import type { SourceText } from '../../source/source-text.ts';
import { type Direction, type MigrationFile, type ReadOptions, type TransactionModel, waysOf } from '../framework.ts';
import { commentsFor } from '../php/comments.ts';
import { callOwnMethod, moduleOf, newInstance } from '../php/evaluator.ts';
import { addGap, bounded, dataWork, type Host, type Machine, sendText, siteOf, Thrown } from '../php/machine.ts';
import { withParameters } from '../php/parameters.ts';
import {
  type Call,
  data,
  type Instance,
  nil,
  type Site,
  type Text,
  textOf,
  toText,
  truth,
  type Unknown,
  unknown,
  type Value,
} from '../php/value.ts';
import { connectionValue, isPlatform, manager, outside, platform, schemaValue } from './connection.ts';

const transactional: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  wayOut: 'with `isTransactional()` that returns false',
  inStrings: true,
};
const together: TransactionModel = {
  ...transactional,
  scope: 'run',
  wayOut: 'with `isTransactional()` that returns false, where `all_or_nothing` is off',
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };

/** The SQL that a migration sends, in the ways that are asked for. `loadPhp` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}): MigrationFile[] {
  return waysOf(options).flatMap((direction) => readDirection(text, direction, options) ?? []);
}

/** SQL of addSql() is sent when the migration's method has ended. */
interface Planned {
  readonly text: Text;
  readonly site: Site;
}

function readDirection(text: SourceText, direction: Direction, options: ReadOptions): MigrationFile | undefined {
  const planned: Planned[] = [];
  const { machine, root, returned } = moduleOf(text, (own) => hostOf(own, planned));
  const start = machine.gaps.length;
  let transaction = isTogether(options) ? together : transactional;
  let isFound = false;
  let hasEnded = false;
  bounded(machine, () => {
    const migration = migrationOf(machine, returned);
    const call = callAt(machine);
    if (!migration) return;
    const own = callOwnMethod(machine, migration.of, migration, 'isTransactional', call);
    if (own && truth(own) === false) transaction = autocommit;
    isFound = run(machine, migration, direction, planned);
    hasEnded = true;
  });
  const { pieces, gaps } = machine;
  if (direction === 'down' && (!isFound || pieces.length + gaps.length === start)) {
    if (!hasEnded || !isFound) return undefined;
  }
  if (direction === 'up' && !isFound && hasEnded)
    nothing(machine, 'No code for the way up is found in this migration.');
  if (direction === 'up' && !isFound && !hasEnded && gaps.length + pieces.length === 0) {
    nothing(machine, 'No migration is found in this file, or it aborts on PostgreSQL.');
  }
  const comments = commentsFor(text, root, direction);
  return { path: text.path, framework: 'doctrine', direction, text, pieces, transaction, psql: false, gaps, comments };
}

function nothing(machine: Machine, reason: string): void {
  addGap(machine, siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) }), reason, 'unsupported');
}

const callAt = (machine: Machine, args: readonly Value[] = []): Call => ({
  args,
  named: new Map(),
  isOpen: false,
  site: siteOf(machine, { start: 0, end: 0 }),
});

/** Whether it has that way. What stands before it and after it is sent in the same transaction. */
function run(machine: Machine, migration: Instance, direction: Direction, planned: Planned[]): boolean {
  const drop = (table: string, { site }: Call): void => {
    machine.sent += 1;
    planned.push({ text: textOf(`DROP TABLE ${table}`), site });
  };
  const schema = schemaValue(machine, drop);
  const way = direction === 'up' ? 'Up' : 'Down';
  const call = callAt(machine, [schema]);
  callOwnMethod(machine, migration.of, migration, `pre${way}`, call);
  const isFound = callOwnMethod(machine, migration.of, migration, direction, call) !== undefined;
  for (const { text, site } of planned.splice(0)) sendText(machine, text, site);
  callOwnMethod(machine, migration.of, migration, `post${way}`, call);
  return isFound;
}

function migrationOf(machine: Machine, returned: Value | undefined): Instance | undefined {
  if (returned?.kind === 'instance') return returned;
  const classes = [...machine.classes.values()];
  const own =
    classes.find(({ parent }) => parent !== undefined && /Migration\w*$/.test(parent)) ??
    classes.find(({ name }) => /(?:^|\\)Version\w*$/.test(name));
  return own && newInstance(machine, { ...own, methods: own.methods }, callAt(machine));
}

const settings = [
  'packages/doctrine_migrations.yaml',
  'packages/doctrine_migrations.yml',
  'packages/doctrine_migrations.php',
];
const files = [
  'migrations.php',
  'migrations.yml',
  'migrations.yaml',
  'migrations.json',
  'migrations.xml',
  'config/migrations.php',
];

/** Whether all migrations of a run share a transaction. */
function isTogether({ beside, memory }: ReadOptions): boolean {
  const known = memory?.get('doctrine together');
  if (known !== undefined) return known === true;
  const names = [...settings.map((name) => `config/${name}`), ...files];
  const texts = ['../', '../../', '../../../'].flatMap((up) => names.map((name) => beside?.(`${up}${name}`) ?? ''));
  const found = texts.some((text) => /^\s*['"<]?all[_-]or[_-]nothing['"]?\s*(?::|=>|>)\s*['"]?true\b/m.test(text));
  memory?.set('doctrine together', found);
  return found;
}

const hostOf = (own: () => Machine, planned: Planned[]): Host => ({
  construct: (name) => data(`an object of ${name}`),
  callStatic: (className, name, call) => {
    const isHarmless = /(?:Uuid|Ulid|DateTime\w*|Types|Type|Carbon\w*|Closure)$/.test(className);
    return isHarmless
      ? unknown(`the result of ${name}()`)
      : outside(own(), call, `${className.replace(/^.*\\/, '')}::${name}()`);
  },
  callFunction: () => undefined,
  property: (name) => {
    if (name === 'connection') return connectionValue(own());
    if (name === 'platform') return platform;
    return name === 'sm' ? manager : undefined;
  },
  isInstance: isPlatform,
  callOn: (receiver, name, call) =>
    receiver.kind === 'instance' ? ofMigration(own(), planned, name, call) : ofUnknown(own(), receiver, name, call),
});

function ofMigration(machine: Machine, planned: Planned[], name: string, call: Call): Value {
  const [first, second] = [call.args[0] ?? call.named.get('sql') ?? call.named.get('condition'), call.args[1]];
  switch (name.toLowerCase()) {
    case 'addsql':
      machine.sent += 1;
      planned.push({ text: withParameters(toText(first ?? nil), second ?? call.named.get('params')), site: call.site });
      return nil;
    case 'abortif':
    case 'skipif':
      if (first && truth(first) === true) throw new Thrown(name);
      return nil;
    case 'throwirreversiblemigrationexception':
      throw new Thrown(name);
    case 'warnif':
    case 'write':
    case 'getdescription':
    case '__construct':
    case 'preup':
    case 'postup':
    case 'predown':
    case 'postdown':
    case 'istransactional':
      return nil;
    default:
      return outside(machine, call, `$this->${name}()`);
  }
}

function ofUnknown(machine: Machine, receiver: Unknown, name: string, call: Call): Value {
  if (/^(?:flush|persist|remove|save|saveAll)$/.test(name)) {
    dataWork(machine, call, `${receiver.what}->${name}()`);
    return nil;
  }
  const given = call.args.find(({ kind }) => kind === 'native');
  const isRun = /^(?:run|handle|execute|__invoke|up|down|migrate|getUpSQL|getDownSQL)$/.test(name);
  if (given || (isRun && !receiver.asks && !receiver.isData))
    return outside(machine, call, `${receiver.what}->${name}()`);
  for (const closure of call.args.filter(({ kind }) => kind === 'closure'))
    machine.call(closure, { ...call, args: [data('a row')] });
  return receiver.isData ? receiver : unknown(`the result of ${name}()`, receiver.asks);
}
