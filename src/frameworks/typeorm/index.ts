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
import { queryRunner } from './query-runner.ts';

export const typeorm: ScriptTool = { id: 'typeorm', module, run };

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
  const { machine, direction } = script;
  const self = instance(machine, made, []);
  const method = machine.get(self, direction, script.site);
  const transaction = transactionOf(machine, made);
  runFunction(script, method, [queryRunner(machine, transaction.scope !== 'none')], self);
  return transaction;
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
function transactionOf(machine: Machine, made: ClassValue): TransactionModel {
  const own = declaredField(machine, made, 'transaction');
  if (own && truth(own) === false) return { scope: 'none', kind: 'explicit' };
  return { scope: own ? 'file' : 'run', kind: 'explicit', wayOut };
}
