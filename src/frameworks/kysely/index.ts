// Kysely: `up(db)`, all pending migrations in one transaction. https://kysely.dev/docs/migrations, src/migration/migrator.ts

import type { TransactionModel } from '../framework.ts';
import { type Machine, sendText } from '../javascript/machine.ts';
import { exported, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import { knownString, type Native, namespace, native, toText, unknown, type Value } from '../javascript/value.ts';
import { reference, sqlTag } from './fragments.ts';
import { queryMember } from './queries.ts';
import { schemaOf } from './schema.ts';

export const kysely: ScriptTool = { id: 'kysely', module, run };

function module(machine: Machine, specifier: string): Value | undefined {
  if (specifier !== 'kysely') return undefined;
  const raw = native('CompiledQuery.raw', {
    call: ({ args: [sql] }) => native('CompiledQuery', { data: { text: sql } }),
  });
  return namespace('kysely', {
    sql: sqlTag(machine),
    CompiledQuery: namespace('CompiledQuery', { raw }),
    Kysely: native('Kysely'),
  });
}

function run(script: Script): TransactionModel | undefined {
  const callee = exported(script, script.direction);
  if (!callee) return undefined;
  runFunction(script, callee, [database(script.machine)]);
  return {
    scope: 'run',
    kind: 'explicit',
    wayOut: 'run by a Migrator with `disableTransactions: true`, which holds for every migration of its run',
  };
}

function database(machine: Machine, schema?: string): Native {
  let made: Native | undefined;
  const inner: Native = native('db', {
    canSend: true,
    get(key) {
      if (key === 'schema') {
        made ??= schemaOf(machine, schema);
        return made;
      }
      if (key === 'dynamic') return dynamic;
      if (key === 'withSchema') return withSchema(machine);
      if (key === 'transaction' || key === 'connection')
        return native(key, { call: () => scoped(machine, inner, key) });
      if (key === 'executeQuery') return native(key, { call: (call) => executeQuery(machine, call) });
      if (key === 'introspection')
        return native(key, { get: (name) => native(name, { call: () => unknown(`what ${name} finds`, 'schema') }) });
      if (key === 'withTables' || key === 'withoutPlugins' || key === '$extendTables')
        return native(key, { call: () => inner });
      return queryMember(machine, key);
    },
  });
  return inner;
}

/** `db.dynamic.ref('users.id')`. */
const dynamic = namespace('db.dynamic', {
  ref: native('db.dynamic.ref', {
    call({ args: [name] }) {
      const known = knownString(name);
      return known === undefined ? unknown('a reference') : native('a reference', { data: { sql: reference(known) } });
    },
  }),
});

const withSchema = (machine: Machine): Native =>
  native('db.withSchema', {
    call({ args: [name] }) {
      const isKnown = name?.kind === 'text' && name.holes.length === 0;
      return isKnown ? database(machine, name.text) : native('a schema that is computed', { canSend: true });
    },
  });

/** `db.transaction().execute(async (trx) => …)`, in the run's own transaction a savepoint at most. */
function scoped(machine: Machine, db: Native, name: string): Native {
  const self: Native = native(`db.${name}()`, {
    canSend: true,
    get: (key) =>
      key === 'execute'
        ? native(key, {
            call: ({ args: [callback], site }) => (callback ? machine.settle(machine.call(callback, [db], site)) : db),
          })
        : native(key, { call: () => self }),
  });
  return self;
}

function executeQuery(
  machine: Machine,
  { args: [query], site }: { args: readonly Value[]; site: Parameters<typeof sendText>[2] },
): Value {
  const data = query?.kind === 'native' ? (query.data as { text?: Value; sql?: string } | undefined) : undefined;
  sendText(machine, toText(data?.text ?? unknown('a query')), site);
  return unknown('the rows of a query');
}
