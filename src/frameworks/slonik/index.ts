// Slonik's migrator: `up({ slonik, sql })`, each query in autocommit unless the migrator is given `singleTransaction`.
// @slonik/migrator dist/index.js resolver(), runCommand(); `up(pool)` is handed over as Logto's runner does.

import type { TransactionModel } from '../framework.ts';
import { type Machine, sendStatements, sendText } from '../javascript/machine.ts';
import { textOfFragment } from '../javascript/sql-tag.ts';
import { exported, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import { type Native, namespace, native, toText, undefinedValue, unknown, type Value } from '../javascript/value.ts';
import type { Site } from '../text.ts';
import { sqlTag } from './fragments.ts';

export const slonik: ScriptTool = {
  id: 'slonik',
  module: (machine, specifier) =>
    /^(?:@[\w-]+\/)?slonik$/.test(specifier) ? namespace('slonik', { sql: sqlTag(machine) }) : undefined,
  run,
};

function run(script: Script): TransactionModel | undefined {
  const callee = exported(script, script.direction);
  if (!callee) return undefined;
  const { machine } = script;
  runFunction(script, callee, [connection(machine, 'slonik')]);
  return { scope: 'none', kind: 'explicit', wayOut: 'run by a migrator without `singleTransaction`' };
}

const queries = /^(?:query|any|many|maybeOne|one|exists|stream)(?:First)?$/;

/** It is also the object that `up` takes the connection and `sql` from. */
function connection(machine: Machine, name: string): Native {
  const self: Native = native(name, {
    canSend: true,
    get(key) {
      if (queries.test(key)) return native(`${name}.${key}`, { call: ({ args, site }) => query(machine, args, site) });
      if (key === 'transaction') return native(key, { call: ({ args, site }) => transaction(machine, args[0], site) });
      if (key === 'connect')
        return native(key, { call: ({ args: [work], site }) => (work ? called(machine, work, site) : self) });
      if (key === 'sql') return sqlTag(machine);
      return key === 'slonik' || key === 'context' || key === 'connection' || key === 'parent' ? self : undefined;
    },
  });
  return self;
}

const called = (machine: Machine, work: Value, site: Site): Value =>
  machine.settle(machine.call(work, [connection(machine, 'connection')], site));

function query(machine: Machine, [given]: readonly Value[], site: Site): Value {
  const text = given?.kind === 'record' ? given.fields.get('sql') : given && textOfFragment(given);
  sendText(machine, toText(text ?? given ?? undefinedValue), site);
  return unknown('the rows of a query');
}

function transaction(machine: Machine, work: Value | undefined, site: Site): Value {
  sendStatements(machine, ['START TRANSACTION'], site);
  const value = work ? called(machine, work, site) : undefinedValue;
  sendStatements(machine, ['COMMIT'], site);
  return value;
}
