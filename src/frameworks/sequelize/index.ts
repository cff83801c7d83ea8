// Sequelize and Umzug: `up(queryInterface, Sequelize)`, each statement in autocommit unless the migration opens a transaction.
// https://sequelize.org/docs/v6/other-topics/migrations/

import type { TransactionModel } from '../framework.ts';
import { addGap, type Machine, sendStatements, sendText } from '../javascript/machine.ts';
import { objectOf, type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { rowsOf } from '../javascript/rows.ts';
import { exported, method, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  knownString,
  type Native,
  namespace,
  native,
  record,
  toText,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { concatTexts, type Site, sliceText, type Text, textOf } from '../text.ts';
import { quoted, valueSql } from './data-types.ts';
import { createFunction, dropFunction, renameFunction } from './functions.ts';
import { sequelizeModule } from './module.ts';
import { tableSql } from './names.ts';
import { bulkDelete, bulkInsert, bulkUpdate } from './rows.ts';
import { addColumn, addConstraint, addIndex, changeColumn, createTable, removeIndex } from './statements.ts';

export const sequelize: ScriptTool = { id: 'sequelize', module, run };

function module(_: Machine, specifier: string): Value | undefined {
  return specifier === 'sequelize' || specifier === '@sequelize/core' ? sequelizeModule : undefined;
}

function run(script: Script): TransactionModel | undefined {
  const callee = exported(script, script.direction);
  if (!callee) return undefined;
  runFunction(script, callee, [queryInterface(script.machine), sequelizeModule]);
  return { scope: 'none', kind: 'explicit' };
}

type Make = (args: readonly Plain[]) => string[];

const works: Readonly<Record<string, Make>> = {
  ...{ createTable, addColumn, changeColumn, addIndex, addConstraint, removeIndex },
  ...{ createFunction, dropFunction, renameFunction },
  dropTable: ([table, options]) => [
    `DROP TABLE IF EXISTS ${tableSql(table)}${objectOf(options, 'the options').cascade ? ' CASCADE' : ''}`,
  ],
  renameTable: ([from, to]) => [`ALTER TABLE ${tableSql(from)} RENAME TO ${tableSql(to)}`],
  renameColumn: ([table, from, to]) => [
    `ALTER TABLE ${tableSql(table)} RENAME COLUMN "${stringOf(from, 'the column')}" TO "${stringOf(to, 'the new name')}"`,
  ],
  removeColumn: ([table, name]) => [
    `ALTER TABLE ${tableSql(table, true)} DROP COLUMN "${stringOf(name, 'the column')}"`,
  ],
  removeConstraint: ([table, name]) => [
    `ALTER TABLE ${tableSql(table)} DROP CONSTRAINT "${stringOf(name, 'its name')}"`,
  ],
  createSchema: ([name]) => [`CREATE SCHEMA IF NOT EXISTS ${quoted(stringOf(name, 'its name'))}`],
  dropSchema: ([name]) => [`DROP SCHEMA IF EXISTS ${quoted(stringOf(name, 'its name'))} CASCADE`],
};

const rowWorks: Readonly<Record<string, Make>> = { bulkInsert, bulkUpdate, bulkDelete };

/** They are given a model beside the table. */
const changingRows = new Set(['insert', 'update', 'upsert', 'delete', 'increment', 'decrement']);

/** Models change rows through code that is read nowhere here. */
function dataWork(machine: Machine, name: string, site: Site): Value {
  addGap(machine, site, `${name} changes or reads rows through models: data work in code is not read.`, 'data-work');
  return unknown(`the result of ${name}`);
}

const model = (machine: Machine, name: string): Native =>
  native(name, {
    canSend: true,
    get: (key) => native(`${name}.${key}`, { call: ({ site }) => dataWork(machine, `${name}.${key}`, site) }),
  });

/** `sequelize.define('User', …)`, `sequelize.model('User')`. */
const modelMember = (machine: Machine, name: string): Native =>
  native(name, { call: ({ args: [given] }) => model(machine, (given && knownString(given)) ?? 'a model') });

/** They lock nothing that a migration's other statements would not. */
const reading = new Set(['rawSelect', 'select']);

const questions = new Set([
  'describeTable',
  'tableExists',
  'showAllTables',
  'showIndex',
  'showConstraint',
  'showAllSchemas',
  'getForeignKeyReferencesForTable',
]);

/** Umzug hands it over as `{ context }`. A migration calls few of its methods, so each is made when it is asked for. */
function queryInterface(machine: Machine): Native {
  const sequelize = connection(machine);
  const self: Native = native('queryInterface', {
    canSend: true,
    get(key, site) {
      if (key === 'sequelize') return sequelize;
      if (key === 'context') return self;
      if (key === 'getQueryInterface') return native(key, { call: () => self });
      if (questions.has(key)) return native(key, { call: () => unknown(`what ${key} finds`, 'schema') });
      if (reading.has(key)) return native(key, { call: () => rowsOf(key, undefined) });
      if (changingRows.has(key))
        return native(key, { call: ({ site }) => dataWork(machine, `queryInterface.${key}`, site) });
      if (Object.hasOwn(rowWorks, key))
        return method(machine, `queryInterface.${key}`, rowWorks[key] as Make, 'data-work');
      if (Object.hasOwn(works, key)) return method(machine, `queryInterface.${key}`, works[key] as Make);
      // Umzug's context is as often the connection itself.
      return sequelize.get?.(key, site);
    },
  });
  return self;
}

function connection(machine: Machine): Native {
  const query = native('sequelize.query', {
    call({ args: [sql, options], site }) {
      if (sql)
        sendText(
          machine,
          replaced(toText(sql.kind === 'record' ? (sql.fields.get('query') ?? sql) : sql), options),
          site,
        );
      return rowsOf('sequelize.query', sql?.kind === 'record' ? sql.fields.get('query') : sql);
    },
  });
  const dialect = textOf('postgres');
  const options = record([['dialect', dialect]]);
  options.isOpen = true;
  const fixed: Record<string, Value> = {
    query,
    options,
    transaction: native('sequelize.transaction', { call: ({ args, site }) => transaction(machine, args.at(-1), site) }),
    define: modelMember(machine, 'sequelize.define'),
    model: modelMember(machine, 'sequelize.model'),
    models: native('sequelize.models', { get: (key) => model(machine, key) }),
    authenticate: native('sequelize.authenticate', { call: () => undefinedValue }),
    getDialect: native('getDialect', { call: () => dialect }),
  };
  const rest = sequelizeModule;
  return native('sequelize', { canSend: true, get: (key, site) => fixed[key] ?? rest.get?.(key, site) });
}

/** `:name` and `?` stand for values where replacements are given. */
function replaced(text: Text, options: Value | undefined): Text {
  const given = options?.kind === 'record' ? options.fields.get('replacements') : undefined;
  if (!given) return text;
  let count = 0;
  const parts: Text[] = [];
  let from = 0;
  for (const match of text.text.matchAll(/(?<![:\w]):[a-z_]\w*|\?/gi)) {
    const key = match[0] === '?' ? String(count) : match[0].slice(1);
    if (match[0] === '?') count += 1;
    parts.push(sliceText(text, from, match.index), textOf(replacement(given, key)));
    from = match.index + match[0].length;
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

/** What is known only at run time may be any value. */
function replacement(given: Value, key: string): string {
  const value =
    given.kind === 'list' ? given.items[Number(key)] : given.kind === 'record' ? given.fields.get(key) : undefined;
  try {
    return value ? valueSql(plain(value, key)) : 'NULL';
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return 'NULL';
  }
}

function transaction(machine: Machine, callback: Value | undefined, site: Site): Value {
  sendStatements(machine, ['START TRANSACTION'], site);
  const end = (name: string, sql: string): Native =>
    native(name, {
      call(call) {
        sendStatements(machine, [sql], call.site);
        return undefinedValue;
      },
    });
  const self = namespace('transaction', { commit: end('commit', 'COMMIT'), rollback: end('rollback', 'ROLLBACK') });
  if (callback?.kind !== 'function') return self;
  const value = machine.settle(machine.call(callback, [self], site));
  sendStatements(machine, ['COMMIT'], site);
  return value;
}
