// db-migrate: `up(db)`, by promise or by callback, each migration in a transaction. db-migrate/lib/migrator.js, db-migrate-pg/index.js

import type { TransactionModel } from '../framework.ts';
import { callBack } from '../javascript/callbacks.ts';
import { type Machine, sendText } from '../javascript/machine.ts';
import { exported, method, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  list,
  type Native,
  namespace,
  native,
  nullValue,
  primitive,
  record,
  toText,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { textOf } from '../text.ts';
import { statements } from './statements.ts';

export const dbMigrate: ScriptTool = { id: 'db-migrate', module: () => undefined, run };

function run(script: Script): TransactionModel | undefined {
  const callee = exported(script, script.direction);
  if (!callee) return undefined;
  const setup = exported(script, 'setup');
  if (setup?.kind === 'function') runFunction(script, setup, [options(script), unknown('the seeder')]);
  runFunction(script, callee, [driver(script.machine), native('callback', { call: () => undefinedValue })]);
  return {
    scope: 'file',
    kind: 'explicit',
    wayOut: 'run by itself with `db-migrate up --non-transactional`, each statement in a call of its own',
  };
}

const types: Readonly<Record<string, string>> = {
  ...{ CHAR: 'char', STRING: 'string', TEXT: 'text', REAL: 'real', DATE: 'date', DATE_TIME: 'datetime', TIME: 'time' },
  ...{ SMALLINT: 'smallint', BIGINT: 'bigint', INTEGER: 'int', SMALL_INTEGER: 'smallint', BIG_INTEGER: 'bigint' },
  ...{ BLOB: 'blob', TIMESTAMP: 'timestamp', BINARY: 'binary', BOOLEAN: 'boolean', DECIMAL: 'decimal' },
};

/** What `setup` is given. */
function options({ machine, site }: Script): Value {
  const dataType = namespace(
    'dbmigrate.dataType',
    Object.fromEntries(Object.entries(types).map(([name, type]) => [name, textOf(type)])),
  );
  const promise = machine.load('bluebird', site.source, site);
  return namespace('options', {
    dbmigrate: namespace('dbmigrate', { dataType }),
    Promise: promise,
    ignoreOnInit: primitive(false),
  });
}

function driver(machine: Machine): Native {
  const members: Record<string, Value> = {};
  for (const [name, make] of Object.entries(statements)) {
    const send = method(machine, `db.${name}`, make);
    members[name] = native(`db.${name}`, {
      canSend: true,
      call({ args, site }) {
        const { given, callback } = parted(args);
        const result = send.call?.({ args: given, site }) ?? undefinedValue;
        return callBack(machine, callback, [nullValue, result], site);
      },
    });
  }
  for (const name of ['runSql', 'all']) members[name] = query(machine, name);
  for (const [name, value] of Object.entries({ ...members })) members[`${name}Async`] = value;
  return { ...namespace('db', members), canSend: true };
}

/** The callback that a call ends with. */
function parted(args: readonly Value[]): { given: readonly Value[]; callback: Value | undefined } {
  const last = args.at(-1);
  const isCallback = last?.kind === 'function' || (last?.kind === 'native' && last.call !== undefined);
  return isCallback ? { given: args.slice(0, -1), callback: last } : { given: args, callback: undefined };
}

/** Where values are given, a `?` stands for one. */
function query(machine: Machine, name: string): Native {
  return native(`db.${name}`, {
    canSend: true,
    call({ args, site }) {
      const { given, callback } = parted(args);
      const [sql, ...values] = given;
      if (sql) sendText(machine, values.length > 0 ? withParameters(toText(sql)) : toText(sql), site);
      const rows = unknown(`the rows of db.${name}`);
      const result = name === 'all' ? rows : record([['rows', list([], true)]]);
      return callBack(machine, callback, [nullValue, result], site);
    },
  });
}

function withParameters(text: ReturnType<typeof toText>): ReturnType<typeof toText> {
  let count = 0;
  const numbered = () => {
    count += 1;
    return `$${count}`;
  };
  return text.text.includes('?') && text.holes.length === 0 ? textOf(text.text.replace(/\?/g, numbered)) : text;
}
