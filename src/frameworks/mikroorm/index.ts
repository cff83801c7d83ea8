// MikroORM: classes of which `up()` gathers SQL with `this.addSql`, sent after it returns; all pending ones in one transaction.
// https://mikro-orm.io/docs/migrations, packages/migrations/src/Migration.ts

import type { TransactionModel } from '../framework.ts';
import { instance } from '../javascript/calls.ts';
import { memberOf } from '../javascript/closures.ts';
import { bound, escaped } from '../javascript/knex-values.ts';
import { sendText } from '../javascript/machine.ts';
import { rowsOf } from '../javascript/rows.ts';
import { runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  type ClassValue,
  isNullish,
  type Native,
  native,
  toText,
  truth,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';

export const mikroorm: ScriptTool = { id: 'mikroorm', module: () => undefined, run };

function run(script: Script): TransactionModel | undefined {
  const { machine, exports, direction, site } = script;
  const candidates = exports.kind === 'record' ? [...exports.fields.values()] : [exports];
  const made = candidates.find(
    (value): value is ClassValue => value.kind === 'class' && memberOf(value, direction) !== undefined,
  );
  if (!made) return undefined;
  const self = instance(machine, made, []);
  const queue: (() => void)[] = [];
  if (self.kind === 'record')
    for (const [key, value] of Object.entries(inherited(script, queue))) self.fields.set(key, value);
  runFunction(script, machine.get(self, direction, site), [], self);
  for (const send of queue) send();
  const isTransactional = memberOf(made, 'isTransactional')
    ? machine.call(machine.get(self, 'isTransactional', site), [], site, self)
    : undefined;
  if (isTransactional && truth(isTransactional) === false) return { scope: 'none', kind: 'explicit' };
  return { scope: 'run', kind: 'explicit', wayOut: 'with `isTransactional(): boolean { return false; }`' };
}

/** What a migration has of the class above it. */
function inherited({ machine }: Script, queue: (() => void)[]): Record<string, Native | Value> {
  return {
    addSql: native('this.addSql', {
      call({ args: [sql], site }) {
        if (sql && !isNullish(sql)) queue.push(() => sendText(machine, toText(sql), site));
        return undefinedValue;
      },
    }),
    execute: native('this.execute', {
      call({ args: [sql, params], site }) {
        if (sql) sendText(machine, bound(toText(sql), params, escaped), site);
        return rowsOf('this.execute', sql);
      },
    }),
    getKnex: native('this.getKnex', { call: () => ({ ...unknown('this.getKnex()'), canSend: true }) }),
    getEntityManager: native('this.getEntityManager', {
      call: () => ({ ...unknown('this.getEntityManager()'), canSend: true }),
    }),
    reset: native('this.reset', { call: () => undefinedValue }),
  };
}
