// Doctrine\DBAL\Schema\Table and its columns as objects of a migration.
import { addGap, type Machine } from '../php/machine.ts';
import {
  type Call,
  knownText,
  type Native,
  native,
  nil,
  type Site,
  textOf,
  unknown,
  type Value,
} from '../php/value.ts';
import type { Version } from '../php/version.ts';
import { given, scalar, setAll, word, words } from './arguments.ts';
import { type Column, columnSql, Unreadable } from './column-sql.ts';
import { bare, generatedName, literal, quoted } from './names.ts';
import { addForeignKey, addIndex, type Statement, setPrimary, type Table } from './table.ts';

export interface Changing {
  readonly machine: Machine;
  readonly version: Version;
}

export function readable(schema: Changing, call: Call, what: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(schema.machine, call.site, `${what} is not read: ${error.message}.`, 'unsupported');
    return nil;
  }
}

export function compared({ machine }: Changing, { site }: Pick<Call, 'site'>, what: string): void {
  const reason = `${what} is not read: Doctrine compares it with the database, and sends what differs.`;
  addGap(machine, site, reason, 'unsupported');
}

export function tableValue(schema: Changing, table: Table): Native {
  const self: Native = native(`the table ${table.name}`, (name, call) => {
    const known = tableMethods[name.toLowerCase()];
    schema.machine.sent += known ? 1 : 0;
    if (known)
      return readable(schema, call, `${name}() of the table ${table.name}`, () => known(schema, table, call) ?? self);
    if (name === 'getName') return textOf(table.name);
    if (name === 'getColumn') return columnOf(schema, table, call);
    if (/^(?:has|get|is|columnsAre)/.test(name)) return unknown(`the result of ${name}()`, 'schema');
    compared(schema, call, `${name}(${knownText(call.args[0]) ?? ''}) on the table ${table.name}`);
    return self;
  });
  return self;
}

/** A column that is there is changed as it differs. */
function columnOf(schema: Changing, table: Table, call: Call): Value {
  const name = knownText(call.args[0]) ?? '';
  const made = table.columns.find((column) => bare(column.name) === bare(name));
  if (made) return columnValue(schema, made);
  const self: Native = native(`the column ${name}`, (method, { site }) => {
    if (/^(?:has|get)/.test(method)) return unknown(`the result of ${method}()`, 'schema');
    compared(schema, { site }, `${method}() of the column ${name} on the table ${table.name}`);
    return self;
  });
  return self;
}

type TableMethod = (schema: Changing, table: Table, call: Call) => Value | undefined;

const altering = (table: Table, change: string, site: Site): Statement => ({
  sql: `ALTER TABLE ${quoted(table.name)} ${change}`,
  site,
});

const indexed =
  (isUnique: boolean): TableMethod =>
  (_schema, table, { args, named, site }) => {
    const columns = words(args[0], 'its columns');
    const prefix = isUnique ? 'UNIQ' : 'IDX';
    const name = given(args[1] ?? named.get('indexName')) ?? generatedName(prefix, table.name, columns);
    const options = (isUnique ? args[2] : args[3]) ?? named.get('options');
    const where = given(options?.kind === 'list' ? options.entries.get('where') : undefined);
    addIndex(table, { name, columns, isUnique, where, site });
    return undefined;
  };

/** Of a table that the migration makes, dropping takes back. */
const taken: TableMethod = (schema, table, call) => {
  compared(schema, call, `A change to the new table ${table.name}`);
  return undefined;
};

const ofExisting =
  (work: TableMethod): TableMethod =>
  (schema, table, call) =>
    table.isNew ? taken(schema, table, call) : work(schema, table, call);

const tableMethods: Readonly<Record<string, TableMethod>> = {
  addcolumn: (schema, table, { args: [name, type, options], site }) => {
    const made: Column & { site: Site; options: Map<string, string | number | boolean | null> } = {
      ...{ name: word(name, 'the column'), type: word(type, 'its type'), options: new Map(), site },
    };
    setAll(made.options, options);
    columnSql(made, schema.version);
    table.columns.push(made);
    return columnValue(schema, made);
  },
  setprimarykey: (schema, table, call) => {
    if (table.isNew) setPrimary(table, words(call.args[0], 'its columns'));
    else compared(schema, call, `setPrimaryKey() on the table ${table.name}`);
    return undefined;
  },
  addindex: indexed(false),
  adduniqueindex: indexed(true),
  addforeignkeyconstraint: (schema, table, { args: [to, own, theirs, options, name], named, site }) => {
    const columns = words(own, 'its columns');
    const key = {
      name: given(name ?? named.get('name')) ?? generatedName('FK', table.name, columns),
      columns,
      to: to?.kind === 'native' ? to.name.replace(/^the table /, '') : word(to, 'the other table'),
      references: words(theirs, 'the columns of the other table'),
      options: new Map<string, string | boolean>(),
      site,
    };
    const set = options ?? named.get('options');
    if (set?.kind === 'list')
      for (const [option, value] of set.entries) key.options.set(option, scalar(value) as string | boolean);
    if (!addForeignKey(table, key))
      compared(schema, { site }, `The index for the foreign key ${key.name}, which it has or not,`);
    return undefined;
  },
  dropindex: ofExisting((_schema, table, { args, site }) => {
    table.dropped.push({ sql: `DROP INDEX ${quoted(word(args[0], 'the name').toLowerCase())}`, site });
    return undefined;
  }),
  removeforeignkey: ofExisting((_schema, table, { args, site }) => {
    const name = quoted(word(args[0], 'the name').toLowerCase());
    table.dropped.unshift(altering(table, `DROP CONSTRAINT ${name}`, site));
    return undefined;
  }),
  dropcolumn: ofExisting((_schema, table, { args, site }) => {
    table.altered.push(altering(table, `DROP ${quoted(word(args[0], 'the column'))}`, site));
    return undefined;
  }),
  renamecolumn: ofExisting((_schema, table, { args: [from, to], site }) => {
    const change = `RENAME COLUMN ${quoted(word(from, 'the column'))} TO ${quoted(word(to, 'its new name'))}`;
    table.altered.push(altering(table, change, site));
    return undefined;
  }),
  renameindex: ofExisting((_schema, table, { args: [from, to], site }) => {
    const [old, next] = [word(from, 'the name'), word(to, 'the new name')];
    table.altered.push({ sql: `ALTER INDEX ${quoted(old)} RENAME TO ${quoted(next)}`, site });
    return undefined;
  }),
  setcomment: (_schema, table, { args, site }) => {
    const comment = literal(word(args[0], 'the comment'));
    table.comment = { sql: `COMMENT ON TABLE ${quoted(table.name)} IS ${comment}`, site };
    return undefined;
  },
  // For MySQL: its engine, its character set.
  addoption: (schema, table, call) =>
    knownText(call.args[0]) === 'comment'
      ? tableMethods.setcomment?.(schema, table, { ...call, args: call.args.slice(1) })
      : undefined,
};

function columnValue(schema: Changing, column: Column): Native {
  const options = column.options as Map<string, string | number | boolean | null>;
  const self: Native = native(`the column ${column.name}`, (name, call) =>
    readable(schema, call, `${name}() of the column ${column.name}`, () => {
      if (/^(?:get|has)/.test(name)) return unknown(`the result of ${name}()`);
      if (name === 'setOptions') setAll(options, call.args[0]);
      else if (/^set\w*Option$/.test(name)) options.set(word(call.args[0], 'the option'), scalar(call.args[1] ?? nil));
      else
        options.set(
          name.replace(/^set(\w)/, (_, first: string) => first.toLowerCase()),
          scalar(call.args[0] ?? nil),
        );
      return self;
    }),
  );
  return self;
}
