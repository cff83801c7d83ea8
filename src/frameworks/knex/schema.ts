// Knex's schema builder: statements are gathered in a chain and sent when it is awaited. lib/schema/compiler.js

import { bound, textOfArgument, wrap } from '../javascript/knex-values.ts';
import { addGap, type Machine, sendStatements, sendText } from '../javascript/machine.ts';
import { type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, undefinedValue, unknown, type Value } from '../javascript/value.ts';
import type { Site } from '../text.ts';
import { newTable, statementsOf, type TableStatement } from './table.ts';
import { tableBuilder } from './table-builder.ts';
import { isOfView, viewStatements } from './views.ts';

interface Chain {
  readonly machine: Machine;
  readonly sends: (() => void)[];
  schema: string | undefined;
  /** Whether it asks something of the schema. */
  asks: boolean;
}

/** `knex.schema`; each use of it starts a chain. */
export function schemaBuilder(machine: Machine): Native {
  const chain: Chain = { machine, sends: [], schema: undefined, asks: false };
  const self: Native = native('knex.schema', {
    canSend: true,
    get: (key) => native(`knex.schema.${key}`, { canSend: true, call: (call) => run(chain, self, key, call) }),
    settle() {
      for (const send of chain.sends.splice(0)) send();
      return chain.asks ? unknown('what knex.schema finds', 'schema') : undefinedValue;
    },
  });
  return self;
}

function run(chain: Chain, self: Native, key: string, call: Call): Value {
  const { machine, sends } = chain;
  if (key === 'raw') {
    const [sql, bindings] = call.args;
    let count = 0;
    const numbered = (): string => {
      count += 1;
      return `$${count}`;
    };
    sends.push(() => sendText(machine, bound(textOfArgument(sql), bindings, numbered), call.site));
    return self;
  }
  if (/^has(?:Table|Column)$/.test(key)) {
    chain.asks = true;
    return self;
  }
  try {
    const statements = gathered(chain, key, call);
    if (statements.length > 0) sends.push(() => sendAll(machine, statements, call.site));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { message } = error;
    sends.push(() => addGap(machine, call.site, `knex.schema.${key} is not read: ${message}.`));
  }
  return self;
}

function sendAll(machine: Machine, statements: readonly TableStatement[], whole: Site): void {
  for (const { sql, site = whole } of statements) sendStatements(machine, [sql], site);
}

function gathered(chain: Chain, key: string, call: Call): TableStatement[] {
  const tables: Readonly<Record<string, [boolean, boolean]>> = {
    createTable: [true, false],
    createTableIfNotExists: [true, true],
    alterTable: [false, false],
    table: [false, false],
  };
  const kind = Object.hasOwn(tables, key) ? tables[key] : undefined;
  if (kind) return ofTable(chain, call, kind);
  if (key === 'createTableLike') return ofTable(chain, call, [true, false], true);
  const args = call.args.map((arg, at) => plain(arg, `argument ${at + 1}`));
  if (key === 'withSchema') {
    chain.schema = stringOf(args[0], 'the schema');
    return [];
  }
  const path = (name: Plain): string =>
    wrap(chain.schema === undefined ? name : `${chain.schema}.${stringOf(name, 'a name')}`);
  if (isOfView(key)) return viewStatements(chain.machine, key, path(args[0]), call);
  const make = Object.hasOwn(simple, key) ? simple[key] : undefined;
  if (!make) throw new Unreadable('it is not known here');
  return [{ sql: make(args, path) }];
}

function ofTable(
  { machine, schema }: Chain,
  { args, site }: Call,
  [isNew, isIfNot]: [boolean, boolean],
  isLike = false,
): TableStatement[] {
  const [name, callback] = isLike ? [args[0], args[2]] : args;
  const known = name ? plain(name, 'its name') : undefined;
  const table = newTable(machine, stringOf(known, 'its name'), schema, isNew);
  if (isLike) table.like = stringOf(args[1] && plain(args[1], 'the other table'), 'the other table');
  const builder = tableBuilder(table);
  if (callback) machine.call(callback, [builder], site, builder);
  return statementsOf(table, isIfNot);
}

type Make = (args: readonly Plain[], path: (name: Plain) => string) => string;

const simple: Readonly<Record<string, Make>> = {
  dropTable: ([name], path) => `drop table ${path(name)}`,
  dropTableIfExists: ([name], path) => `drop table if exists ${path(name)}`,
  renameTable: ([from, to], path) => `alter table ${path(from)} rename to ${wrap(to)}`,
  createSchema: ([name]) => `create schema ${wrap(name)}`,
  createSchemaIfNotExists: ([name]) => `create schema if not exists ${wrap(name)}`,
  dropSchema: ([name, isCascade]) => `drop schema ${wrap(name)}${isCascade ? ' cascade' : ''}`,
  dropSchemaIfExists: ([name, isCascade]) => `drop schema if exists ${wrap(name)}${isCascade ? ' cascade' : ''}`,
  createExtension: ([name]) => `create extension ${wrap(name)}`,
  createExtensionIfNotExists: ([name]) => `create extension if not exists ${wrap(name)}`,
  dropExtension: ([name]) => `drop extension ${wrap(name)}`,
  dropExtensionIfExists: ([name]) => `drop extension if exists ${wrap(name)}`,
  dropView: ([name], path) => `drop view ${path(name)}`,
  dropViewIfExists: ([name], path) => `drop view if exists ${path(name)}`,
  dropMaterializedView: ([name], path) => `drop materialized view ${path(name)}`,
  dropMaterializedViewIfExists: ([name], path) => `drop materialized view if exists ${path(name)}`,
  refreshMaterializedView: ([name, isConcurrent], path) =>
    `refresh materialized view${isConcurrent ? ' concurrently' : ''} ${path(name)}`,
  renameView: ([from, to], path) => `alter view ${path(from)} rename to ${wrap(to)}`,
};
