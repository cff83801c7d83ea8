// Kysely: `up(db)`, all pending migrations in one transaction. https://kysely.dev/docs/migrations, src/migration/migrator.ts

import type { TransactionModel } from '../framework.ts';
import { type Machine, sendText } from '../javascript/machine.ts';
import { type Plain, plain } from '../javascript/plain.ts';
import { textOfFragment } from '../javascript/sql-tag.ts';
import { exported, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  type Call,
  knownString,
  type Native,
  namespace,
  native,
  toText,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { textOf } from '../text.ts';
import { functionModule } from './expression-builder.ts';
import { attempted } from './expressions.ts';
import { reference, sqlTag } from './fragments.ts';
import { type Around, commonTable, contextOf, queryMember } from './queries.ts';
import { schemaOf } from './schema.ts';

export const kysely: ScriptTool = { id: 'kysely', module, run };

function module(machine: Machine, specifier: string): Value | undefined {
  if (specifier !== 'kysely') return undefined;
  const raw = native('CompiledQuery.raw', {
    call: ({ args: [sql] }) => native('CompiledQuery', { data: { parts: sql ? [toText(sql)] : [] } }),
  });
  return namespace('kysely', {
    sql: sqlTag(machine),
    CompiledQuery: namespace('CompiledQuery', { raw }),
    Kysely: native('Kysely'),
    expressionBuilder: native('expressionBuilder', { call: (call) => contextOf(machine, call).eb() }),
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

function database(machine: Machine, around: Around = {}): Native {
  const inner: Native = native('db', {
    canSend: true,
    get(key, site) {
      if (key === 'schema') return schemaOf(machine, around.schema);
      if (key === 'dynamic') return dynamic;
      if (key === 'fn') return functionModule(machine, contextOf(machine, { site }).eb);
      if (key === 'withSchema') return native('db.withSchema', { call: (call) => withSchema(machine, around, call) });
      if (key === 'with') return native('db.with', { canSend: true, call: (call) => withTable(machine, around, call) });
      if (key === 'transaction' || key === 'connection')
        return native(key, { call: () => scoped(machine, inner, key) });
      if (key === 'executeQuery') return native(key, { call: (call) => executeQuery(machine, call) });
      if (key === 'introspection')
        return native(key, { get: (name) => native(name, { call: () => unknown(`what ${name} finds`, 'schema') }) });
      if (/^(?:withTables|withPlugin|withoutPlugins|\$extendTables)$/.test(key))
        return native(key, { call: () => inner });
      return queryMember(machine, key, around);
    },
  });
  return inner;
}

/** `db.dynamic.ref('users.id')`. */
const dynamic = namespace('db.dynamic', {
  ref: native('db.dynamic.ref', {
    call({ args: [name] }) {
      const known = knownString(name);
      return known === undefined
        ? unknown('a reference')
        : native('a reference', { data: { parts: [textOf(reference(known))] } });
    },
  }),
});

function withSchema(machine: Machine, around: Around, { args: [name] }: Call): Native {
  const schema = knownString(name);
  return schema === undefined
    ? native('a schema that is computed', { canSend: true })
    : database(machine, { ...around, schema });
}

/** The callback is given what other queries are started with. */
function withTable(machine: Machine, around: Around, { args, site }: Call): Native {
  const context = { machine, site, eb: () => database(machine, { schema: around.schema }) };
  const table = attempted(() =>
    commonTable(context, ...(args.map((arg, at) => plain(arg, `argument ${at + 1}`)) as [Plain, Plain])),
  );
  return database(machine, { ...around, with: [...(around.with ?? []), table] });
}

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
  sendText(machine, (query && textOfFragment(query)) ?? toText(unknown('a query')), site);
  return unknown('the rows of a query');
}
