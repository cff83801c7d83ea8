// One Alembic revision read: what its upgrade() and downgrade() send, and in which transactions.

import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Direction, MigrationFile, ReadOptions, TransactionModel, TransactionUnit } from '../framework.ts';
import { type Module, moduleOf } from '../python/evaluator.ts';
import { addGap, bounded, describeSql, type Machine, pieceOf, standIn } from '../python/machine.ts';
import {
  bool,
  type Called,
  type FunctionValue,
  knownText,
  none,
  pathOf,
  reference,
  type Site,
  type Text,
  text,
  unknown,
  type Value,
  whatOf,
} from '../python/value.ts';
import { statementText } from './clauses.ts';
import { Unreadable } from './names.ts';
import { type Given, inBatch, type Operation, operations } from './operations.ts';
import { enumOf, isCall } from './types.ts';

/** What is being read. */
interface Reading {
  readonly source: SourceText;
  readonly made: Set<string>;
  readonly units: { readonly pieces: SqlPiece[]; readonly isAutocommit: boolean }[];
  machine: Machine | undefined;
}

const wayOut = 'in a `with op.get_context().autocommit_block():`';

/** Both directions of a revision. `loadPython` must have been awaited. Never throws for any input. */
export function readRevision(source: SourceText, options: ReadOptions): MigrationFile[] {
  const isPerMigration = /\btransaction_per_migration\s*=\s*True\b/.test(options.beside?.('../env.py') ?? '');
  const inTransaction: TransactionModel = {
    scope: isPerMigration ? 'file' : 'run',
    kind: 'explicit',
    inStrings: true,
    elsewhere: wayOut,
  };
  return (['up', 'down'] as const).flatMap((direction) => readDirection(source, direction, inTransaction));
}

function readDirection(source: SourceText, direction: Direction, transaction: TransactionModel): MigrationFile[] {
  const reading: Reading = {
    source,
    made: new Set(),
    units: [{ pieces: [], isAutocommit: false }],
    machine: undefined,
  };
  const module = moduleOf(source, {
    called: (called) => handle(reading, called),
    member: memberAt,
    enter: (value) =>
      pathOf(value)?.endsWith('.autocommit_block()') && reading.units.push({ pieces: [], isAutocommit: true }),
    exit: (value) =>
      pathOf(value)?.endsWith('.autocommit_block()') && reading.units.push({ pieces: [], isAutocommit: false }),
  });
  const { machine } = module;
  // What stands outside the functions runs too when Alembic loads the file, but can send nothing.
  for (const unit of reading.units) unit.pieces.length = 0;
  reading.machine = machine;
  const found = functionsFor(module, direction);
  if (found.length === 0) {
    if (direction === 'down') return [];
    if (machine.gaps.length === 0)
      addGap(machine, { start: 0, end: 1 }, 'The file has no function upgrade.', 'unsupported');
  }
  for (const each of found) bounded(machine, () => run(module, each));
  const units = reading.units.filter(({ pieces }) => pieces.length > 0);
  const pieces = units.flatMap((unit) => unit.pieces);
  if (direction === 'down' && pieces.length + machine.gaps.length === 0) return [];
  const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };
  const parted: TransactionUnit[] = units.map((unit) => ({
    pieces: unit.pieces,
    transaction: unit.isAutocommit ? autocommit : transaction,
  }));
  const file = {
    path: source.path,
    framework: 'alembic',
    direction,
    text: source,
    pieces,
    transaction,
    psql: false,
    gaps: machine.gaps,
  };
  return [units.some(({ isAutocommit }) => isAutocommit) ? { ...file, units: parted } : file];
}

/** `upgrade`, or those of several databases: `upgrade_engine1`. */
function functionsFor({ names }: Module, direction: Direction): FunctionValue[] {
  const name = direction === 'up' ? 'upgrade' : 'downgrade';
  const own = names.get(name);
  const each = [...names].filter(([key]) => key.startsWith(`${name}_`));
  const named = each.flatMap(([, value]) => (value.kind === 'function' ? [value] : []));
  if (own?.kind !== 'function') return named;
  return own.node.children.some(({ field }) => field === 'parameters') && named.length > 0 && isDispatching(own)
    ? named
    : [own];
}

/** `def upgrade(engine_name): globals()["upgrade_%s" % engine_name]()`. */
const isDispatching = ({ node }: FunctionValue): boolean =>
  (node.children.find(({ field }) => field === 'parameters')?.children.filter(({ named }) => named).length ?? 0) > 0;

function run({ machine }: Module, value: FunctionValue): void {
  machine.callFunction(value, { args: [], keywords: new Map([['op', reference('alembic.op')]]) });
}

const dialect = /\.(?:dialect|engine|engine\.dialect)\.name$|\.context\.get_context\(\)\.dialect\.name$/;

function memberAt(path: string): Value | undefined {
  return dialect.test(path) && /^(?:alembic|sqlalchemy)\./.test(path) ? text('postgresql') : undefined;
}

function handle(reading: Reading, called: Called): Value | undefined {
  const { machine } = reading;
  const path = pathOf(called.callee) ?? '';
  if (!machine) return undefined;
  try {
    return known(reading, machine, called, path);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(
      machine,
      called.site,
      `${path.replace(/^alembic\./, '')}${onWhat(called)} is not read: ${error.message}.`,
      'unsupported',
    );
    return unknown(`the result of ${path}()`);
  }
}

function onWhat({ args, keywords, callee }: Called): string {
  const batch = callee.kind === 'member' && callee.of.kind === 'called' ? callee.of.args[0] : undefined;
  const name = knownText(batch ?? keywords.get('table_name') ?? args[0]);
  return name === undefined ? '' : ` of ${name}`;
}

const batchPath = /^alembic\.op\.batch_alter_table\(\)\.(\w+)$/;

function known(reading: Reading, machine: Machine, called: Called, path: string): Value | undefined {
  const [first] = called.args;
  if (/^alembic\.op\.(?:batch_alter_table\(\)\.)?f$/.test(path)) return first;
  if (path === 'alembic.op.inline_literal') return undefined;
  if (/^alembic\.(?:op\.get_context\(\)|context)\.is_offline_mode$|\.as_sql$/.test(path)) return bool(false);
  const batch = batchPath.exec(path)?.[1];
  if (batch !== undefined && batch !== 'execute') return operate(reading, called, batch, true);
  const own = /^alembic\.op\.(\w+)$/.exec(path)?.[1];
  if (own !== undefined && own in operations) return operate(reading, called, own, false);
  if (own === 'execute' || batch === 'execute') return execute(reading, machine, called);
  if (own !== undefined)
    return /^(?:batch_alter_table|get_bind|get_context)$/.test(own)
      ? undefined
      : unread(machine, called, `the operation ${own} is not one of Alembic's`);
  return besideOperations(reading, machine, called, path);
}

function unread(machine: Machine, called: Called, reason: string): Value {
  addGap(
    machine,
    called.site,
    `${whatOf(called)
      .replace(/^the result of |\(\)$/g, '')
      .replace(/^alembic\./, '')} is not read: ${reason}.`,
    'unsupported',
  );
  return unknown(whatOf(called));
}

const connection =
  /(?:^alembic\.op\.get_bind\(\)|^alembic\.op\.get_context\(\)\.(?:bind|connection|impl)|^sqlalchemy\.orm\.(?:[\w.]*\.)?Session\(\)|^sqlalchemy\.orm\.sessionmaker\(\)\(\))/;

/** Connections, types made by hand, sessions. */
function besideOperations(reading: Reading, machine: Machine, called: Called, path: string): Value | undefined {
  const { callee } = called;
  if (connection.test(path) && /\.(?:execute|exec_driver_sql|scalar|scalars)$/.test(path))
    return execute(reading, machine, called);
  if (
    /^sqlalchemy\.(?:inspect|engine\.reflection\.Inspector\.from_engine)\(\)\.\w+$/.test(path) ||
    /\.(?:has_table|has_index)$/.test(path)
  )
    return unknown(`the result of ${path}()`, 'schema');
  if (callee.kind === 'member' && /^(?:create|drop)$/.test(callee.name))
    return makeType(reading, machine, called, callee.of, callee.name);
  const isSession =
    /^sqlalchemy\.orm\b.*\(\)\.(?!close$|flush$|commit$|rollback$|begin$)\w+$/.test(path) ||
    /^sqlalchemy\.orm\.\w*Session\w*\(\)\.query/.test(path);
  const isData = isSession && !/\.(?:join|c|filter\w*|where|order_by|options|all|first|one\w*)$/.test(path);
  if (isData)
    addGap(
      machine,
      called.site,
      'A session works on data in Python, under the locks that its transaction holds by then: what it does is not read.',
      'unsupported',
    );
  if (callee.kind === 'unknown' && callee.asks === 'schema') return unknown(`the result of ${callee.what}()`, 'schema');
  return handsOver(called)
    ? unread(machine, called, 'it is code that is not in this file, and is given what can send SQL')
    : undefined;
}

/** Whether code of another module gets hold of `op` or a connection. */
function handsOver({ callee, args, keywords }: Called): boolean {
  const path = pathOf(callee) ?? '';
  if (/^(?:sqlalchemy|alembic)\b/.test(path)) return false;
  const given = [...args, ...keywords.values()].map((value) => pathOf(value) ?? '');
  return given.some((each) => each === 'alembic.op' || /^alembic\.op\.(?:get_bind|batch_alter_table)\(\)$/.test(each));
}

function makeType(reading: Reading, machine: Machine, called: Called, of: Value, name: string): Value | undefined {
  const own = enumOf(of);
  if (!own) {
    if (!isCall(of, 'Table', 'Sequence', 'Index', 'MetaData', 'create_all')) return undefined;
    return unread(machine, called, 'what SQLAlchemy makes by itself is not followed');
  }
  if (name === 'create' && reading.made.has(own.name)) return none;
  if (name === 'create') reading.made.add(own.name);
  else reading.made.delete(own.name);
  send(reading, text(name === 'create' ? own.create() : own.drop()), called.site);
  return none;
}

function operate(reading: Reading, called: Called, name: string, isBatch: boolean): Value | undefined {
  const operation = operations[name];
  if (!operation) throw new Unreadable(`the operation ${name} is not one of Alembic's`);
  if (called.isOpen) throw new Unreadable('its arguments are known only at run time');
  for (const sql of operation.run(givenBy(reading, called, name, operation, isBatch)))
    send(reading, text(sql), called.site);
  return name === 'create_table' ? called : none;
}

function givenBy({ made }: Reading, called: Called, name: string, operation: Operation, isBatch: boolean): Given {
  const parameters = isBatch ? (inBatch[name] ?? '').split(' ') : operation.parameters;
  const batch =
    isBatch && called.callee.kind === 'member' && called.callee.of.kind === 'called' ? called.callee.of : undefined;
  const ofBatch = (parameter: string): Value | undefined => {
    if (!batch) return undefined;
    if (parameter === 'table_name' || parameter === 'source_table')
      return batch.args[0] ?? batch.keywords.get('table_name');
    return parameter === 'schema' || parameter === 'source_schema' ? batch.keywords.get('schema') : undefined;
  };
  const at = (parameter: string): Value | undefined => {
    const position = parameters.indexOf(parameter);
    return position < 0 ? undefined : called.args[position];
  };
  return {
    made,
    rest: called.args.slice(parameters.length),
    options: called.keywords,
    get: (parameter) => ofBatch(parameter) ?? called.keywords.get(parameter) ?? at(parameter),
  };
}

function execute(reading: Reading, machine: Machine, called: Called): Value {
  const [first, second] = called.args;
  const sql = first ?? called.keywords.get('sqltext') ?? called.keywords.get('statement');
  const statement = statementText(sql, second ?? called.keywords.get('parameters'));
  if (statement) {
    sendText(reading, machine, statement, called.site);
    const asks = /\b(?:pg_\w+|information_schema)\b/i.test(statement.text) ? 'schema' : undefined;
    return unknown('what the database holds', asks);
  }
  const built = sql && builtBy(sql);
  addGap(machine, called.site, built ?? `SQL that is ${sql ? whatOf(sql) : 'missing'} is known only at run time.`);
  return unknown('what the database holds');
}

/** What SQLAlchemy's own statements are of: `users.update().where(…)`. */
function builtBy(value: Value): string | undefined {
  const path = pathOf(value) ?? '';
  const kind = /(?:^sqlalchemy\.(?:\w+\.)*|\(\)\.)(update|insert|delete|select)\(\)/.exec(path)?.[1];
  if (kind === undefined) return undefined;
  const name = tableNameIn(value);
  return `${kind === 'update' || kind === 'insert' ? 'An' : 'A'} ${kind.toUpperCase()} ${name === undefined ? '' : `of the table ${name} `}works on data, and is not read as it is built in Python.`;
}

function tableNameIn(value: Value): string | undefined {
  for (let at: Value | undefined = value, depth = 0; at && depth < 50; depth += 1) {
    if (isCall(at, 'table', 'Table')) return knownText(at.args[0]);
    at =
      at.kind === 'member'
        ? at.of
        : at.kind === 'called'
          ? at.callee.kind === 'member'
            ? at.callee.of
            : at.args[0]
          : undefined;
  }
  return undefined;
}

function sendText(reading: Reading, machine: Machine, sql: Text, site: Site): void {
  const whole = sql.hole === undefined ? sql : standIn(sql);
  if (whole) send(reading, whole, site);
  else addGap(machine, site, describeSql(sql));
}

const mostPieces = 5_000;

function send(reading: Reading, sql: Text, site: Site): void {
  const { machine, source, units } = reading;
  if (machine) machine.sent += 1;
  const pieces = units.at(-1)?.pieces;
  if (sql.text.trim() === '' || !pieces || pieces.length >= mostPieces) return;
  pieces.push(pieceOf(source, sql, site));
}
