// Knex: `up(knex)`, all pending migrations in one transaction. https://knexjs.org/guide/migrations.html, lib/migrations/migrate

import type { TransactionModel } from '../framework.ts';
import { rawOf, textOfArgument } from '../javascript/knex-values.ts';
import type { Machine } from '../javascript/machine.ts';
import { plain, Unreadable } from '../javascript/plain.ts';
import { exported, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  isNullish,
  type Native,
  namespace,
  native,
  record,
  truth,
  undefinedValue,
  type Value,
  whatOf,
} from '../javascript/value.ts';
import { holeOf, type Site, textOf } from '../text.ts';
import { startQuery } from './queries.ts';
import { schemaBuilder } from './schema.ts';
import { strapiObject } from './strapi.ts';

const global = (machine: Machine, name: string): Value | undefined =>
  name === 'strapi' ? strapiObject(machine, connection(machine)) : undefined;

export const knex: ScriptTool = { id: 'knex', module: () => undefined, global, run, partsRun };

function run(script: Script): TransactionModel | undefined {
  const callee = exported(script, script.direction);
  if (!callee) return undefined;
  runFunction(script, callee, [connection(script.machine)]);
  const own = ownSetting(script);
  if (own === false) return { scope: 'none', kind: 'explicit' };
  const wayOut = 'with `exports.config = { transaction: false }`';
  return { scope: own === true && script.direction === 'down' ? 'file' : 'run', kind: 'explicit', wayOut };
}

/** What a migration says of its own transaction. */
function ownSetting(script: Script): boolean | undefined {
  const config = exported(script, 'config');
  const own = config && script.machine.get(config, 'transaction', script.site);
  return own && truth(own);
}

/** Migrations are rolled back one by one, and run so where any of them opts out. lib/migrations/migrate/Migrator.js, latest */
function partsRun({ direction, neighbours, open }: Script): boolean {
  if (direction === 'down') return true;
  return (neighbours?.together() ?? []).some(({ source }) => {
    const text = source();
    if (!text || !/\btransaction\b/.test(text.text)) return false;
    const other = open(text, 'up');
    return other !== undefined && ownSetting(other) === false;
  });
}

function connection(machine: Machine): Native {
  const start = (table: Value | undefined, site: Site): Native => startQuery(machine, nameOf(table), site);
  const config = record([['client', textOf('pg')]]);
  config.isOpen = true;
  const client = record([
    ['config', config],
    ['driverName', textOf('pg')],
    ['dialect', textOf('postgresql')],
  ]);
  client.isOpen = true;
  const raw = (name: string): Native =>
    native(name, {
      canSend: true,
      call: ({ args, site }) => rawOf(machine, name, textOfArgument(args[0]), args[1], site),
    });
  const fragment = (name: string, text: string): Native =>
    native(name, { data: { rawText: textOf(text), bindings: undefined } });
  const fn = namespace('knex.fn', {
    now: native('knex.fn.now', {
      call: ({ args: [digits] }) =>
        fragment(
          'knex.fn.now',
          digits?.kind === 'primitive' && !isNullish(digits)
            ? `CURRENT_TIMESTAMP(${String(digits.value)})`
            : 'CURRENT_TIMESTAMP',
        ),
    }),
    uuid: native('knex.fn.uuid', { call: () => fragment('knex.fn.uuid', '(gen_random_uuid())') }),
  });
  const self: Native = native('knex', {
    canSend: true,
    call: ({ args: [table], site }) => start(table, site),
    get(key, site) {
      if (key === 'schema') return schemaBuilder(machine);
      if (key === 'raw') return raw('knex.raw');
      if (key === 'fn') return fn;
      if (key === 'client') return client;
      if (key === 'ref')
        return native('knex.ref', {
          call: ({ args: [name] }) => rawOf(machine, 'knex.ref', textOf(quotedName(name)), undefined, site),
        });
      if (key === 'transaction') return transaction(machine, self);
      if (key === 'commit' || key === 'rollback') return native(key, { call: () => undefinedValue });
      if (key === 'isTransaction') return undefined;
      return start(undefined, site).get?.(key, site);
    },
  });
  return self;
}

const quotedName = (value: Value | undefined): string =>
  value?.kind === 'text'
    ? value.text
        .split('.')
        .map((part) => `"${part}"`)
        .join('.')
    : '';

/** A name that is not known is an expression that is not. */
function nameOf(table: Value | undefined): ReturnType<typeof plain> {
  try {
    return table ? plain(table, 'the table') : undefined;
  } catch (error) {
    if (!(error instanceof Unreadable) || !table) throw error;
    return native('a table', { data: { rawText: holeOf(whatOf(table)), bindings: undefined } });
  }
}

/** Within a migration's own transaction it is a savepoint. */
function transaction(machine: Machine, self: Native): Native {
  return native('knex.transaction', {
    call: ({ args: [callback], site }) =>
      callback?.kind === 'function' ? machine.settle(machine.call(callback, [self], site)) : self,
  });
}
