// The calls of a revision that only Alembic and SQLAlchemy understand.
import { posix } from 'node:path';
import { readByCall } from '../python/files.ts';
import { addDataGap, addGap, type Machine } from '../python/machine.ts';
import {
  bool,
  type Called,
  knownText,
  none,
  pathOf,
  reference,
  text,
  unknown,
  type Value,
  whatOf,
} from '../python/value.ts';
import { isCall } from './arguments.ts';
import type { Given } from './create-table.ts';
import { enumOf } from './enums.ts';
import { quote, Unreadable } from './names.ts';
import { entitySql, enumSync, sequenceSql } from './objects.ts';
import { inBatch, type Operation, operations } from './operations.ts';
import { type Reading, send } from './sending.ts';
import { connection, execute, handsOver, ofSession } from './session.ts';

const dialect = /^(?:alembic|sqlalchemy)\..*(?:\bdialect|\bengine)\.name$/;

/** What is known of an attribute by its path. */
export function memberAt(path: string): Value | undefined {
  if (!path.endsWith('.name') && !path.endsWith('.as_sql')) return undefined;
  if (dialect.test(path)) return text('postgresql');
  return /^alembic\..*\.as_sql$/.test(path) ? bool(false) : undefined;
}

/** What a call does; undefined where it is kept as it stands. */
export function handle(reading: Reading, called: Called): Value | undefined {
  const { machine } = reading;
  if (!machine) return undefined;
  const path = (pathOf(called.callee) ?? '').replace(/^alembic\.context\.(?=get_(?:bind|context)\b)/, 'alembic.op.');
  try {
    return known(reading, machine, called, path);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const what = `${path.replace(/^alembic\./, '')}${onWhat(called)} is not read: ${error.message}.`;
    // Rows of a table that the project's own runner knows.
    if (/\.bulk_insert$/.test(path)) addDataGap(machine, called.site, `Rows are worked on in Python. ${what}`);
    else addGap(machine, called.site, what, 'unsupported');
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
  if (/^alembic\.(?:op\.get_context\(\)|context)\.is_offline_mode$|\.as_sql$/.test(path)) return bool(false);
  const batch = batchPath.exec(path)?.[1];
  if (batch !== undefined && batch !== 'execute') return operate(reading, called, batch, true);
  const own = /^alembic\.op\.(\w+)$/.exec(path)?.[1];
  if (own !== undefined && Object.hasOwn(operations, own)) return operate(reading, called, own, false);
  if (own === 'execute' || batch === 'execute') return execute(reading, machine, called);
  if (own === 'run_async' && first?.kind === 'function')
    return machine.callFunction(first, { args: [reference('alembic.op.get_bind()')], keywords: new Map() });
  if (own === 'sync_enum_values') {
    for (const sql of enumSync(called)) send(reading, text(sql), called.site);
    return none;
  }
  if (own !== undefined && /^(?:create|drop|replace)_entity$/.test(own)) {
    for (const sql of entitySql(own, first, called.keywords)) send(reading, text(sql), called.site);
    return none;
  }
  if (own !== undefined)
    return /^(?:batch_alter_table|get_bind|get_context|inline_literal)$/.test(own)
      ? undefined
      : unread(machine, called, `the operation ${own} is not one of Alembic's`);
  return besideOperations(reading, machine, called, path);
}

function unread(machine: Machine, called: Called, reason: string): Value {
  const what = whatOf(called).replace(/^the result of |\(\)$/g, '');
  addGap(machine, called.site, `${what.replace(/^alembic\./, '')} is not read: ${reason}.`, 'unsupported');
  return unknown(whatOf(called));
}

const inspection =
  /^sqlalchemy\.(?:inspect|(?:engine\.)?reflection\.Inspector(?:\.from_engine)?|Inspector\.from_engine)\(\)\.\w+$/;

/** Connections, types made by hand, sessions, questions to the schema. */
function besideOperations(reading: Reading, machine: Machine, called: Called, path: string): Value | undefined {
  const { callee } = called;
  if (connection.test(path) && /\.(?:execute|exec_driver_sql|scalars?)$/.test(path))
    return execute(reading, machine, called);
  if (inspection.test(path) || /\.(?:has_table|has_index|has_schema|has_sequence|get_table_names)$/.test(path))
    return unknown(`the result of ${path}()`, 'schema');
  if (callee.kind === 'member' && /^(?:create|drop)$/.test(callee.name))
    return makeObject(reading, machine, called, callee.of, callee.name);
  if (/\.quoted_name$/.test(path) && knownText(called.args[0]) !== undefined) return called.args[0];
  const prepared = knownText(called.args[0]);
  if (/(?:identifier_preparer|IdentifierPreparer\(\))\.quote\w*$/.test(path) && prepared !== undefined)
    return text(quote(prepared));
  const read = readByCall(called, (name) => machine.project?.text(posix.join(machine.folder, name)));
  if (read) return read;
  const found = ofSession(reading, machine, called, path);
  if (found) return found;
  if (callee.kind === 'unknown' && callee.asks) return unknown(`the result of ${callee.what}()`, callee.asks);
  return handsOver(called)
    ? unread(machine, called, 'it is code that is not in this project, and is given what can send SQL')
    : undefined;
}

/** `Enum(…).create(bind)`, `Table(…).drop(bind)`. */
function makeObject(reading: Reading, machine: Machine, called: Called, of: Value, name: string): Value | undefined {
  const own = enumOf(of);
  if (own) {
    const { made } = reading;
    if (name === 'create' && made.has(own.name)) return none;
    if (name === 'create') made.add(own.name);
    else made.delete(own.name);
    send(reading, text(name === 'create' ? own.create() : own.drop()), called.site);
    return none;
  }
  if (isCall(of, 'Table', 'Index', 'Sequence')) {
    for (const sql of objectMade(reading, of, name)) send(reading, text(sql), called.site);
    return none;
  }
  if (!isCall(of, 'MetaData')) return undefined;
  return unread(machine, called, 'what SQLAlchemy makes by itself is not followed');
}

function objectMade(reading: Reading, of: Called, name: string): string[] {
  if (isCall(of, 'Sequence')) {
    const create = sequenceSql(of);
    return [name === 'create' ? create : create.replace(/^CREATE (SEQUENCE \S+).*$/s, 'DROP $1')];
  }
  const given = (parameters: ReadonlyMap<string, Value>, rest: readonly Value[]): Given => ({
    made: reading.made,
    rest,
    options: of.keywords,
    get: (parameter) => parameters.get(parameter) ?? of.keywords.get(parameter),
  });
  const [first, second] = of.args;
  if (!first || of.isOpen) throw new Unreadable('its arguments are known only at run time');
  if (isCall(of, 'Table')) {
    const parameters = new Map([['table_name', first]]);
    return operations[`${name}_table`]?.run(given(parameters, of.args.slice(2))) ?? [];
  }
  const table = second?.kind === 'member' && second.of.kind === 'member' ? second.of.of : undefined;
  if (!isCall(table, 'Table', 'table') || !table.args[0]) throw new Unreadable('the table of an index is not known');
  const columns: Value = { kind: 'list', form: 'list', items: of.args.slice(1).map(columnNamed), isOpen: false };
  const parameters = new Map<string, Value>([
    ['index_name', first],
    ['table_name', table.args[0]],
    ['columns', columns],
  ]);
  return operations[`${name}_index`]?.run(given(parameters, [])) ?? [];
}

const columnNamed = (value: Value): Value => (value.kind === 'member' ? text(value.name) : value);

function operate(reading: Reading, called: Called, name: string, isBatch: boolean): Value | undefined {
  const operation = operations[name];
  if (!operation) throw new Unreadable(`the operation ${name} is not one of Alembic's`);
  if (called.isOpen) throw new Unreadable('its arguments are known only at run time');
  const statements = operation.run(givenBy(reading, called, name, operation, isBatch));
  const site = reading.machine?.calledAt ?? called.site;
  const sendAll = (): void => {
    for (const sql of statements) send(reading, text(sql), site);
  };
  if (isBatch && reading.batched) reading.batched.push(sendAll);
  else sendAll();
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
