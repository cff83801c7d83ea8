// Doctrine\DBAL\Schema\Schema as a migration changes it. Doctrine compares it with the database when the migration is done: what is made
// is known from the migration alone, what is changed of what is there often is not.
import type { Machine } from '../php/machine.ts';
import { type Call, knownText, type Native, native, nil, unknown, type Value } from '../php/value.ts';
import type { Version } from '../php/version.ts';
import { number, word } from './arguments.ts';
import { bare, quoted } from './names.ts';
import { changesOf, creationOf, foreignKeysOf, type Statement, type Table, tableOf } from './table.ts';
import { type Changing, compared, readable, tableValue } from './table-value.ts';

export interface Schema extends Changing {
  readonly tables: Map<string, Table>;
  /** In the order in which DBAL sends them, before and after what makes tables. */
  readonly droppedSequences: Statement[];
  readonly madeSequences: Statement[];
  readonly droppedTables: Statement[];
}

export const newSchema = (machine: Machine, version: Version): Schema => ({
  ...{ machine, version, tables: new Map(), droppedSequences: [], madeSequences: [], droppedTables: [] },
});

/** AbstractPlatform::getAlterSchemaSQL() */
export function statementsOf({ tables, version, ...schema }: Schema): Statement[] {
  const all = [...tables.values()];
  const made = all.filter(({ isNew }) => isNew);
  return [
    ...schema.droppedSequences,
    ...schema.madeSequences,
    ...made.flatMap((table) => creationOf(table, version)),
    ...made.flatMap((table) => foreignKeysOf(table, version)),
    ...schema.droppedTables,
    ...all.filter(({ isNew }) => !isNew).flatMap((table) => changesOf(table, version)),
  ];
}

export function schemaValue(schema: Schema): Native {
  const own = (name: string, call: Call): Value => methods[name.toLowerCase()]?.(schema, call) ?? other(name, call);
  const other = (name: string, call: Call): Value => {
    if (/^(?:has|get)/.test(name)) return unknown(`the result of $schema->${name}()`, 'schema');
    compared(schema, call, `$schema->${name}(${knownText(call.args[0]) ?? ''})`);
    return nil;
  };
  return native('$schema', (name, call) => {
    schema.machine.sent += /^(?:has|get)/.test(name) ? 0 : 1;
    return readable(schema, call, `$schema->${name}()`, () => own(name, call));
  });
}

type Method = (schema: Schema, call: Call) => Value;

/** By names in lower case, as PHP's methods have no case. */
const methods: Readonly<Record<string, Method>> = {
  createtable: (schema, call) => {
    const table = tableOf(word(call.args[0], 'the name'), true, call.site);
    schema.tables.set(bare(table.name), table);
    return tableValue(schema, table);
  },
  gettable: (schema, call) => {
    const name = word(call.args[0], 'the name');
    const table = schema.tables.get(bare(name)) ?? tableOf(name, false, call.site);
    schema.tables.set(bare(name), table);
    return tableValue(schema, table);
  },
  droptable: ({ droppedTables }, { args, site }) => {
    droppedTables.push({ sql: `DROP TABLE ${quoted(word(args[0], 'the name'))}`, site });
    return nil;
  },
  createsequence: ({ madeSequences }, { args: [name, step, start], site }) => {
    const [by, from] = [step, start].map((value) => number(value) ?? 1);
    madeSequences.push({
      sql: `CREATE SEQUENCE ${quoted(word(name, 'the name'))} INCREMENT BY ${by} MINVALUE ${from} START ${from}`,
      site,
    });
    return nil;
  },
  dropsequence: ({ droppedSequences }, { args, site }) => {
    droppedSequences.push({ sql: `DROP SEQUENCE ${quoted(word(args[0], 'the name'))} CASCADE`, site });
    return nil;
  },
};
