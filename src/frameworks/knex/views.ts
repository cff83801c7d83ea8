// Views in Knex's schema builder, whose query its query builder makes. lib/schema/viewbuilder.js, pg-viewcompiler.js

import { columnize, defaultSql, wrap } from '../javascript/knex-values.ts';
import type { Machine } from '../javascript/machine.ts';
import { isNative, type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, undefinedValue, type Value } from '../javascript/value.ts';
import { inlined, queryOf, rawPart, selectOf } from './query.ts';
import type { TableStatement } from './table.ts';

const heads: Readonly<Record<string, string>> = {
  createView: 'create view',
  createViewOrReplace: 'create or replace view',
  createMaterializedView: 'create materialized view',
};

export const isOfView = (key: string): boolean => Object.hasOwn(heads, key) || key === 'alterView' || key === 'view';

/** What a call with a callback that describes the view sends. */
export function viewStatements(machine: Machine, key: string, path: string, { args, site }: Call): TableStatement[] {
  const callback = args[1];
  if (!callback) throw new Unreadable('the view is not described');
  const head = heads[key];
  const view: View = { columns: undefined, query: undefined, changes: [] };
  const builder = viewBuilder(view, path);
  machine.call(callback, [builder], site, builder);
  if (!head) return view.changes.map((sql) => ({ sql }));
  const query = view.query === undefined ? undefined : queryOf(view.query);
  const body = query ? selectOf(query) : rawPart(view.query);
  if (!body) throw new Unreadable('its query is built by code');
  const columns = view.columns === undefined ? '' : ` (${columnize(view.columns)})`;
  return [{ sql: `${head} ${path}${columns} as ${inlined(body)}` }];
}

interface View {
  columns: Plain;
  query: Plain;
  readonly changes: string[];
}

function viewBuilder(view: View, path: string): Native {
  const told = (key: string, work: (args: readonly Plain[]) => Value): Native =>
    native(`view.${key}`, { call: ({ args }) => work(args.map((arg) => plain(arg, `what ${key} is given`))) });
  return native('the view builder', {
    get: (key) =>
      told(key, ([given]) => {
        if (key === 'columns') view.columns = given;
        else if (key === 'as' && isNative(given)) view.query = given;
        else if (key === 'column') return columnOf(view, path, wrap(given), told);
        else throw new Unreadable(`view.${key} is not known here`);
        return undefinedValue;
      }),
  });
}

function columnOf(
  view: View,
  path: string,
  column: string,
  told: (key: string, work: (args: readonly Plain[]) => Value) => Native,
): Native {
  const self: Native = native('a column of the view', {
    get: (key) =>
      told(key, ([value]) => {
        if (key === 'rename')
          view.changes.push(`alter view ${path} rename ${column} to ${wrap(stringOf(value, 'the name'))}`);
        else if (key === 'defaultTo')
          view.changes.push(`alter view ${path} alter ${column} set default ${defaultSql(value, '')}`);
        else throw new Unreadable(`${key} of a view's column is not known here`);
        return self;
      }),
  });
  return self;
}
