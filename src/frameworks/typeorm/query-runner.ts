// The QueryRunner that TypeORM hands to a migration, and what a migration reaches through it.
// https://typeorm.io/docs/migrations/api/
import { addGap, type Machine, sendText } from '../javascript/machine.ts';
import { rowsOf } from '../javascript/rows.ts';
import { method } from '../javascript/tool.ts';
import {
  knownString,
  type Native,
  namespace,
  native,
  primitive,
  record,
  toText,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { textOf } from '../text.ts';
import { noteRawSql, type Runner, tableBy } from './known-tables.ts';
import { tableValue } from './table-value.ts';
import { works } from './works.ts';

export function queryRunner(machine: Machine, runner: Runner, isInTransaction: boolean): Native {
  const query = sender(machine, runner, 'queryRunner.query');
  const asked = (what: string): Native => native(what, { call: () => unknown(`what ${what} finds`, 'schema') });
  const members: Record<string, Value> = { query };
  for (const [key, work] of Object.entries(works)) {
    members[key] = method(machine, `queryRunner.${key}`, (args) => work(runner, args));
  }
  for (const key of questions) members[key] = asked(`queryRunner.${key}`);
  members.getTable = native('queryRunner.getTable', {
    call({ args: [name] }) {
      const table = tableBy(runner, knownString(name) ?? '');
      return table?.isWhole ? tableValue(table) : unknown('what queryRunner.getTable finds', 'schema');
    },
  });
  for (const key of silent) members[key] = native(key, { call: () => undefinedValue });
  const options = record([
    ['type', textOf('postgres')],
    ['schema', undefinedValue],
  ]);
  options.isOpen = true;
  const driver = record([['options', options]]);
  driver.isOpen = true;
  const connection = native('queryRunner.connection', {
    canSend: true,
    get: (key) =>
      ({ query, options, driver })[key] ??
      (key === 'createQueryRunner' ? native(key, { call: () => self }) : undefined),
  });
  const manager = native('queryRunner.manager', {
    canSend: true,
    get: (key) => managerMember(machine, key, query, connection),
  });
  Object.assign(members, {
    connection,
    dataSource: connection,
    manager,
    isTransactionActive: primitive(isInTransaction),
  });
  const self: Native = { ...namespace('queryRunner', members), canSend: true };
  return self;
}

/** A method that sends its first argument as SQL. */
function sender(machine: Machine, runner: Runner, name: string): Native {
  return native(name, {
    call({ args: [sql], site }) {
      const text = sql && toText(sql);
      if (text) sendText(machine, text, site);
      if (text) noteRawSql(runner, text.text);
      return rowsOf(name, sql);
    },
  });
}

/** Repositories and query builders change rows through entities, which are read nowhere here. */
function managerMember(machine: Machine, key: string, query: Value, connection: Value): Value | undefined {
  if (key === 'query') return query;
  if (key === 'connection' || key === 'dataSource') return connection;
  if (key === 'transaction') return undefined;
  return native(`manager.${key}`, {
    canSend: true,
    call({ site }) {
      addGap(
        machine,
        site,
        `queryRunner.manager.${key} changes or reads rows through entities: data work in code is not read.`,
        'data-work',
      );
      return unknown(`the result of manager.${key}`);
    },
  });
}

const questions = [
  ...['hasTable', 'hasColumn', 'hasSchema', 'hasDatabase', 'getTables', 'getView', 'getViews'],
  ...['getSchemas', 'getDatabases', 'getCurrentSchema', 'getCurrentDatabase'],
];
const silent = ['connect', 'release', 'clearSqlMemory', 'enableSqlMemory', 'disableSqlMemory'];
