// TypeORM: classes that implement MigrationInterface, all pending ones in one transaction. https://typeorm.io/docs/migrations/why

import type { TransactionModel } from '../framework.ts';
import { instance } from '../javascript/calls.ts';
import { declaredField, memberOf } from '../javascript/closures.ts';
import type { Machine } from '../javascript/machine.ts';
import { runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  type ClassValue,
  type Native,
  namespace,
  native,
  record,
  truth,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { keepChange, runnerOf } from './history.ts';
import type { Runner } from './known-tables.ts';
import { queryRunner } from './query-runner.ts';

/** Migrations are reverted one by one. */
export const typeorm: ScriptTool = { id: 'typeorm', module, run, partsRun: ({ direction }) => direction === 'down' };

/** `new TableColumn({...})` is taken for the object that it is given. */
const wrapper = (name: string): Native =>
  native(name, { construct: ({ args }) => args[0] ?? record(), get: () => undefinedValue });

function module(_: Machine, specifier: string): Value | undefined {
  if (!/^typeorm(?:\/|$)/.test(specifier)) return undefined;
  const names = [
    'Table',
    'TableColumn',
    'TableIndex',
    'TableForeignKey',
    'TableUnique',
    'TableCheck',
    'TableExclusion',
    'View',
  ];
  const known = namespace('typeorm', Object.fromEntries(names.map((name) => [name, wrapper(name)])));
  return { ...known, get: (key, site) => known.get?.(key, site) ?? unknown(key) };
}

function run(script: Script): TransactionModel | undefined {
  const made = migrationClass(script.exports, script.direction);
  if (!made) return undefined;
  const transaction = transactionOf(script, made);
  const runner = runnerOf(script, (other, its) => {
    const found = migrationClass(other.exports, other.direction);
    if (found) follow(other, found, its, true);
  });
  follow(script, made, runner, transaction.scope !== 'none');
  keepChange(script, runner);
  return transaction;
}

function follow(script: Script, made: ClassValue, runner: Runner, isInTransaction: boolean): void {
  const { machine, direction, site } = script;
  const self = instance(machine, made, []);
  runFunction(script, machine.get(self, direction, site), [queryRunner(machine, runner, isInTransaction)], self);
}

function migrationClass(exports: Value, direction: string): ClassValue | undefined {
  const candidates = exports.kind === 'record' ? [...exports.fields.values()] : [exports];
  return candidates.find(
    (value): value is ClassValue => value.kind === 'class' && memberOf(value, direction) !== undefined,
  );
}

const wayOut =
  'whose class says `transaction = false`, run with `migrationsTransactionMode: "each"` or `"none"` in the data source';

/** A class may only opt out where the data source runs each migration by itself. src/migration/MigrationExecutor.ts */
function transactionOf({ machine, direction }: Script, made: ClassValue): TransactionModel {
  const own = direction === 'up' ? declaredField(machine, made, 'transaction') : undefined;
  if (own && truth(own) === false) return { scope: 'none', kind: 'explicit' };
  return { scope: own ? 'file' : 'run', kind: 'explicit', wayOut };
}
