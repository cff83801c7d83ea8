// What Knex's table builder can be told of a table other than its columns: keys, indexes, constraints, and what to drop.

import { columnize, escaped, namesOf, wrap } from '../javascript/knex-values.ts';
import { isObject, objectOf, onlyKnown, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Native, native, type Value } from '../javascript/value.ts';
import { type Text, textOf } from '../text.ts';
import { foreignBuilder, newForeign } from './foreign-keys.ts';
import { conditionsOf, inlined, queryOf } from './query.ts';
import { addColumn, indexName, pathOf, sendLater, set, type Table } from './table.ts';

type Work = (table: Table, args: readonly Plain[]) => Value | undefined;

const later =
  (make: (table: Table, args: readonly Plain[]) => string): Work =>
  (table, args) => {
    const sql = make(table, args);
    sendLater(table, () => [sql]);
    return undefined;
  };

const named = (table: Table, columns: Plain, name: Plain, kind: string): string =>
  name ? wrap(name) : indexName(table, namesOf(columns), kind);

const dropNamed = (kind: string, ifExists = ''): Work =>
  later(
    (table, [columns, name]) =>
      `alter table ${pathOf(table)} drop constraint ${ifExists}${named(table, columns, name, kind)}`,
  );

const dropKey = (ifExists = ''): Work =>
  later(
    (table, [name]) => `alter table ${pathOf(table)} drop constraint ${ifExists}${wrap(name || `${table.name}_pkey`)}`,
  );

const deferrableOf = (value: Plain): string => (value ? ` deferrable initially ${value}` : '');

function predicateOf(value: Plain): string {
  if (!value) return '';
  const query = queryOf(value);
  if (!query || query.failure !== undefined) throw new Unreadable('its predicate is built by code');
  return ` where ${inlined(conditionsOf(query.conditions))}`;
}

export const works: Readonly<Record<string, Work>> = {
  timestamps(table, [first, second, third]) {
    const options = isObject(first) ? first : { defaultToNow: second, useCamelCase: third };
    for (const name of options.useCamelCase ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']) {
      const column = addColumn(table, 'timestamp', [name]);
      if (options.defaultToNow === true) set(column, { nullable: false, default: { value: now } });
    }
    return undefined;
  },
  primary(table, [columns, given]) {
    const options = isObject(given) ? given : { constraintName: given };
    const name = wrap(options.constraintName || `${table.name}_pkey`);
    const sql = `constraint ${name} primary key (${columnize(columns)})${deferrableOf(options.deferrable)}`;
    if (table.isNew) table.primaryKey = sql;
    else sendLater(table, () => [`alter table ${pathOf(table)} add ${sql}`]);
    return undefined;
  },
  unique: later((table, [columns, given]) => {
    const options = isObject(given) ? given : { indexName: given };
    onlyKnown(
      options,
      ['indexName', 'deferrable', 'useConstraint', 'predicate', 'storageEngineIndexType'],
      'the options',
    );
    const isConstraint = options.useConstraint ?? (Boolean(options.deferrable) || !options.predicate);
    const name = named(table, columns, options.indexName, 'unique');
    if (!isConstraint)
      return `create unique index ${name} on ${pathOf(table)} (${columnize(columns)})${predicateOf(options.predicate)}`;
    return `alter table ${pathOf(table)} add constraint ${name} unique (${columnize(columns)})${deferrableOf(options.deferrable)}`;
  }),
  index: later((table, [columns, name, given]) => {
    const options = isObject(given) ? given : { storageEngineIndexType: given };
    onlyKnown(options, ['indexType', 'storageEngineIndexType', 'predicate'], 'the options');
    const { indexType, storageEngineIndexType: method } = options;
    const isUnique = typeof indexType === 'string' && indexType.toLowerCase() === 'unique';
    const own = named(table, columns, name, 'index');
    const using = method ? ` using ${method}` : '';
    return `create${isUnique ? ' unique' : ''} index ${own} on ${pathOf(table)}${using} (${columnize(columns)})${predicateOf(options.predicate)}`;
  }),
  foreign: (table, [columns, name]) => foreignBuilder(table, newForeign(table, namesOf(columns), name, undefined)),
  dropColumn: later((table, columns) => dropColumns(table, columns.flat())),
  dropColumns: later((table, columns) => dropColumns(table, columns.flat())),
  dropTimestamps: later((table, [isCamel]) =>
    dropColumns(table, isCamel === true ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']),
  ),
  renameColumn: later((table, [from, to]) => `alter table ${pathOf(table)} rename ${wrap(from)} to ${wrap(to)}`),
  setNullable: later((table, [column]) => `alter table ${pathOf(table)} alter column ${wrap(column)} drop not null`),
  dropNullable: later((table, [column]) => `alter table ${pathOf(table)} alter column ${wrap(column)} set not null`),
  dropIndex: later((table, [columns, name]) => {
    const own = named(table, columns, name, 'index');
    return `drop index ${table.schema === undefined ? '' : `${wrap(table.schema)}.`}${own}`;
  }),
  dropUnique: dropNamed('unique'),
  dropUniqueIfExists: dropNamed('unique', 'if exists '),
  dropForeign: dropNamed('foreign'),
  dropForeignIfExists: dropNamed('foreign', 'if exists '),
  dropPrimary: dropKey(),
  dropPrimaryIfExists: dropKey('if exists '),
  dropChecks: later((table, names) => {
    const drops = names.flat().map((name) => `drop constraint ${stringOf(name, 'its name')}`);
    return `alter table ${pathOf(table)} ${drops.join(', ')}`;
  }),
  check(table, [predicate, bindings, name]) {
    const text: Text = textOf(stringOf(predicate, 'the check'));
    const own = name ? `constraint ${stringOf(name, 'its name')} ` : '';
    const sql = `${own}check (${checked(text, bindings)})`;
    if (table.isNew) table.checks.push(sql);
    else sendLater(table, () => [`alter table ${pathOf(table)} add ${sql}`]);
    return undefined;
  },
  comment(table, [text]) {
    table.comment = stringOf(text, 'the comment');
    return undefined;
  },
  inherits(table, [parent]) {
    table.inherits = stringOf(parent, 'the parent');
    return undefined;
  },
  ...{ engine: () => undefined, charset: () => undefined, collate: () => undefined, queryContext: () => undefined },
};

function dropColumns(table: Table, columns: readonly Plain[]): string {
  return `alter table ${pathOf(table)} ${columns.map((column) => `drop column ${wrap(column)}`).join(', ')}`;
}

/** Values stand in a check as they are written. */
function checked(text: Text, bindings: Plain): string {
  if (bindings === undefined || bindings === null) return text.text;
  const list = Array.isArray(bindings) ? bindings : Object.values(objectOf(bindings, 'the bindings'));
  let next = 0;
  return text.text.replace(/\?\??/g, (mark) => {
    const value = list[next];
    next += 1;
    return mark === '??' ? columnize(value) : escaped(value);
  });
}

const now: Native = native('knex.fn.now', { data: { rawText: textOf('CURRENT_TIMESTAMP'), bindings: undefined } });
