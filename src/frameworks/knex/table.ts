// Knex's table builder: what a callback says of a table, and the statements that come of it in Knex's order.
// lib/schema/tablecompiler.js, lib/dialects/postgres/schema/pg-tablecompiler.js
import { addGap, type Machine } from '../javascript/machine.ts';
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  plain,
  stringOf,
  stringsOf,
  Unreadable,
} from '../javascript/plain.ts';
import { type Text, textOf } from '../javascript/text.ts';
import { type Call, type Native, native, undefinedValue, type Value } from '../javascript/value.ts';
import {
  alterations,
  alterOptionsOf,
  type Column,
  checks,
  definition,
  nativeEnum,
  newColumn,
  types,
} from './columns.ts';
import { columnize, escaped, namesOf, wrap } from './values.ts';

export interface Table {
  readonly machine: Machine;
  /** As written, with its schema. */
  readonly name: string;
  readonly schema: string | undefined;
  readonly isNew: boolean;
  readonly columns: Column[];
  /** What follows the columns, in the order in which it was said. */
  readonly later: (() => string[])[];
  readonly checks: string[];
  primaryKey: string | undefined;
  comment: string | undefined;
  inherits: string | undefined;
}

export const newTable = (machine: Machine, name: string, schema: string | undefined, isNew: boolean): Table => ({
  ...{ machine, name, schema, isNew, columns: [], later: [], checks: [] },
  ...{ primaryKey: undefined, comment: undefined, inherits: undefined },
});

const pathOf = ({ name, schema }: Table): string => wrap(schema === undefined ? name : `${schema}.${name}`);

export function statementsOf(table: Table, isIfNot: boolean): string[] {
  const path = pathOf(table);
  const added = table.columns.filter(({ isAlter }) => !isAlter);
  const isKeyed = table.primaryKey !== undefined;
  const definitions = added.map((column) => definition(column, isKeyed));
  const comments = table.columns.flatMap(({ name, comment }) =>
    comment === undefined
      ? []
      : [
          `comment on column ${path}.${wrap(name)} is ${comment ? `'${String(comment).replaceAll("'", "''")}'` : 'NULL'}`,
        ],
  );
  const own = table.comment === undefined ? [] : [`comment on table ${path} is '${table.comment}'`];
  const enums = table.columns.flatMap(nativeTypes);
  const later = (): string[] => table.later.flatMap((make) => make());
  if (table.isNew) {
    const all = [...definitions, ...(isKeyed ? [table.primaryKey] : []), ...table.checks].join(', ');
    const inherits = table.inherits === undefined ? '' : ` inherits (${wrap(table.inherits)})`;
    return [
      ...enums,
      `create table ${isIfNot ? 'if not exists ' : ''}${path} (${all})${inherits}`,
      ...own,
      ...comments,
      ...later(),
    ];
  }
  const adds = definitions.map((each) => `add column ${each}`).join(', ');
  const alters = table.columns.filter(({ isAlter }) => isAlter).flatMap((column) => alterations(path, column));
  return [
    ...enums,
    ...(adds === '' ? [] : [`alter table ${path} ${adds}`]),
    ...alters,
    ...comments,
    ...later(),
    ...own,
  ];
}

function nativeTypes({ method, args: [, values, options] }: Column): string[] {
  const isNative =
    (method === 'enu' || method === 'enum') && isObject(options) && options.useNative && !options.existingType;
  if (!isNative) return [];
  return [`create type ${nativeEnum(options)} as enum ('${stringsOf(values, 'the values').join("', '")}')`];
}

/** What the callback of createTable or alterTable is given. */
export function tableBuilder(table: Table): Native {
  const self: Native = native('the table builder', {
    get(key) {
      if (Object.hasOwn(types, key))
        return step(table, `table.${key}`, (args) => columnBuilder(table, addColumn(table, key, args)));
      const work = Object.hasOwn(works, key) ? works[key] : undefined;
      return step(table, `table.${key}`, (args) => {
        if (!work) throw new Unreadable('it is not known here');
        return work(table, args) ?? self;
      });
    },
  });
  return self;
}

/** A method whose arguments must be known; what is not is a gap at its call, and the rest of the table is read. */
function step(table: Table, name: string, work: (args: readonly Plain[], call: Call) => Value): Native {
  return native(name, {
    call(call) {
      try {
        return work(
          call.args.map((arg, at) => plain(arg, `argument ${at + 1}`)),
          call,
        );
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        addGap(table.machine, call.site, `${name} of ${table.name} is not read: ${error.message}.`);
        return native(name, { get: () => native(name, { call: () => undefinedValue }) });
      }
    },
  });
}

function addColumn(table: Table, method: string, args: readonly Plain[]): Column {
  const column = newColumn(method, args);
  table.columns.push(column);
  return column;
}

type ColumnWork = (table: Table, column: Column, args: readonly Plain[]) => Value | undefined;

const columnWorks: Readonly<Record<string, ColumnWork>> = {
  notNullable: (_, column) => set(column, { nullable: false }),
  notNull: (_, column) => set(column, { nullable: false }),
  nullable: (_, column, [value]) => set(column, { nullable: value !== false }),
  null: (_, column) => set(column, { nullable: true }),
  defaultTo: (_, column, [value]) => set(column, { default: value === undefined ? undefined : { value } }),
  default: (_, column, [value]) => set(column, { default: value === undefined ? undefined : { value } }),
  unsigned: () => undefined,
  first: () => undefined,
  after: () => undefined,
  comment: (_, column, [text]) => set(column, { comment: text ?? null }),
  alter: (_, column, [options]) => set(column, { isAlter: true, alterOptions: alterOptionsOf(options) }),
  primary: (table, column, [name]) => works.primary?.(table, [[column.name], name]),
  unique: (table, column, [options]) => works.unique?.(table, [[column.name], options]),
  index: (table, column, args) => works.index?.(table, [[column.name], ...args]),
  references: (table, column, [target]) =>
    foreignBuilder(table, column, newForeign(table, [column.name], undefined, target)),
  ...Object.fromEntries(
    Object.entries(checks).map(([key, make]): [string, ColumnWork] => [
      key,
      (_, column, args) => {
        column.checks.push(make(column, args));
        return undefined;
      },
    ]),
  ),
};

function set(column: Column, change: Partial<Column>): undefined {
  Object.assign(column, change);
}

function columnBuilder(table: Table, column: Column): Native {
  const self: Native = native('the column builder', {
    get(key) {
      const work = Object.hasOwn(columnWorks, key) ? columnWorks[key] : undefined;
      return step(table, `${column.name}.${key}`, (args) => {
        if (!work) throw new Unreadable('it is not known here');
        return work(table, column, args) ?? self;
      });
    },
  });
  return self;
}

interface Foreign {
  readonly columns: readonly string[];
  name: Plain;
  targets: Plain;
  table: string | undefined;
  onDelete: Plain;
  onUpdate: Plain;
  deferrable: Plain;
}

/** `references('orgs.id')` names the table as well. */
function newForeign(table: Table, columns: readonly string[], name: Plain, target: Plain): Foreign {
  const foreign: Foreign = {
    columns,
    name,
    targets: undefined,
    table: undefined,
    onDelete: undefined,
    onUpdate: undefined,
    deferrable: undefined,
  };
  if (target !== undefined) setTarget(foreign, target);
  table.later.push(() =>
    foreign.table === undefined || foreign.targets === undefined ? [] : [foreignSql(table, foreign)],
  );
  return foreign;
}

function setTarget(foreign: Foreign, target: Plain): void {
  const at = typeof target === 'string' ? target.lastIndexOf('.') : -1;
  foreign.targets = typeof target === 'string' ? target.slice(at + 1) : target;
  if (typeof target === 'string' && at >= 0) foreign.table = target.slice(0, at);
}

function foreignSql(table: Table, foreign: Foreign): string {
  const name = foreign.name ? wrap(foreign.name) : indexName(table, foreign.columns, 'foreign');
  const head = `alter table ${pathOf(table)} add constraint ${name} foreign key (${foreign.columns.map(wrap).join(', ')})`;
  const actions = `${foreign.onUpdate ? ` on update ${foreign.onUpdate}` : ''}${foreign.onDelete ? ` on delete ${foreign.onDelete}` : ''}`;
  const deferrable = foreign.deferrable ? ` deferrable initially ${String(foreign.deferrable).toLowerCase()} ` : '';
  return `${head} references ${wrap(foreign.table)} (${columnize(foreign.targets)})${actions}${deferrable}`;
}

const foreignWorks: Readonly<Record<string, (foreign: Foreign, value: Plain) => void>> = {
  references: setTarget,
  inTable(foreign, value) {
    foreign.table = stringOf(value, 'the table');
  },
  onDelete(foreign, value) {
    foreign.onDelete = value;
  },
  onUpdate(foreign, value) {
    foreign.onUpdate = value;
  },
  deferrable(foreign, value) {
    foreign.deferrable = value;
  },
  withKeyName(foreign, value) {
    foreign.name = value;
  },
};

/** Of a column it also takes what the column's builder takes. */
function foreignBuilder(table: Table, column: Column | undefined, foreign: Foreign): Native {
  const self: Native = native('the foreign key', {
    get(key, site) {
      const work = Object.hasOwn(foreignWorks, key) ? foreignWorks[key] : undefined;
      if (!work && column) return columnBuilder(table, column).get?.(key, site);
      return step(table, `foreign.${key}`, ([value]) => {
        if (!work) throw new Unreadable('it is not known here');
        work(foreign, value);
        return self;
      });
    },
  });
  return self;
}

const indexName = ({ name }: Table, columns: readonly string[], kind: string): string =>
  wrap(`${name.replace(/[.-]/g, '_')}_${columns.join('_')}_${kind}`.toLowerCase());

type Work = (table: Table, args: readonly Plain[]) => Value | undefined;

const later =
  (make: (table: Table, args: readonly Plain[]) => string): Work =>
  (table, args) => {
    const sql = make(table, args);
    table.later.push(() => [sql]);
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
  const sql = (value as Native).data as { where?: string } | undefined;
  if (typeof sql?.where !== 'string') throw new Unreadable('its predicate is built by code');
  return ` where ${sql.where}`;
}

const works: Readonly<Record<string, Work>> = {
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
    else table.later.push(() => [`alter table ${pathOf(table)} add ${sql}`]);
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
  foreign: (table, [columns, name]) =>
    foreignBuilder(table, undefined, newForeign(table, namesOf(columns), name, undefined)),
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
    if (!table.isNew) throw new Unreadable('a check of a table that is altered is not known here');
    table.checks.push(`${own}check (${checked(text, bindings)})`);
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
