// Schema elements outside of Alembic's own operations: `CreateSchema('x')`, and the entities of alembic_utils.
import { type Called, knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { unescaped } from './clauses.ts';
import { literal, nameIn, namesIn, qualified, quote, Unreadable } from './names.ts';
import { tableIn } from './tables.ts';

const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

/** An executable element of `sqlalchemy.schema`; undefined for others. sqlalchemy/sql/ddl.py */
export function objectSql(value: Value): string | undefined {
  const verb = ['CreateSchema', 'DropSchema', 'CreateSequence', 'DropSequence'].find((name) => isCall(value, name));
  if (value.kind !== 'called' || verb === undefined) return undefined;
  const [element] = value.args;
  const ifNot = isTrue(value.keywords.get('if_not_exists')) ? 'IF NOT EXISTS ' : '';
  const ifExists = isTrue(value.keywords.get('if_exists')) ? 'IF EXISTS ' : '';
  if (verb === 'CreateSchema') return `CREATE SCHEMA ${ifNot}${quote(nameIn(element, 'a schema'))}`;
  if (verb === 'DropSchema')
    return `DROP SCHEMA ${ifExists}${quote(nameIn(element, 'a schema'))}${isTrue(value.keywords.get('cascade')) ? ' CASCADE' : ''}`;
  if (!isCall(element, 'Sequence')) throw new Unreadable(`a sequence is ${element ? whatOf(element) : 'missing'}`);
  return verb === 'CreateSequence' ? sequenceSql(element, ifNot) : `DROP SEQUENCE ${ifExists}${nameOf(element)}`;
}

const nameOf = ({ args, keywords }: Called): string => tableIn(args[0] ?? keywords.get('name'), keywords.get('schema'));

const sequenceOptions = [
  ['increment', 'INCREMENT BY'],
  ['start', 'START WITH'],
  ['minvalue', 'MINVALUE'],
  ['maxvalue', 'MAXVALUE'],
  ['cache', 'CACHE'],
] as const;

export function sequenceSql(value: Called, ifNot = ''): string {
  const options = sequenceOptions.flatMap(([option, sql]) => {
    const number = value.keywords.get(option);
    return number?.kind === 'number' ? [` ${sql} ${number.written}`] : [];
  });
  return `CREATE SEQUENCE ${ifNot}${nameOf(value)}${options.join('')}`;
}

/** `op.create_entity(PGFunction(…))` and its like. alembic_utils/pg_function.py, pg_view.py, pg_trigger.py, pg_extension.py */
export function entitySql(action: string, value: Value | undefined, options: ReadonlyMap<string, Value>): string[] {
  if (!isCall(value, 'PGFunction', 'PGView', 'PGMaterializedView', 'PGTrigger', 'PGExtension', 'PGPolicy'))
    throw new Unreadable(`an entity is ${value ? whatOf(value) : 'missing'}`);
  const given = partsOf(value);
  const drop = `${dropSql(given)}${isTrue(options.get('cascade')) ? ' CASCADE' : ''}`;
  if (action === 'drop_entity') return [drop];
  if (action === 'create_entity') return [createSql(given, '')];
  return given.kind === 'FUNCTION' || given.kind === 'VIEW'
    ? [createSql(given, 'OR REPLACE ')]
    : [drop, createSql(given, '')];
}

interface Entity {
  readonly kind: string;
  readonly schema: string;
  readonly signature: string;
  readonly definition: string;
  readonly on: string;
  readonly withData: boolean;
}

const kinds: readonly (readonly [string, string])[] = [
  ['PGFunction', 'FUNCTION'],
  ['PGView', 'VIEW'],
  ['PGMaterializedView', 'MATERIALIZED VIEW'],
  ['PGTrigger', 'TRIGGER'],
  ['PGExtension', 'EXTENSION'],
  ['PGPolicy', 'POLICY'],
];

function partsOf(value: Called): Entity {
  const { args, keywords } = value;
  const part = (name: string, at: number): string =>
    knownText(keywords.get(name) ?? args[at]) ?? (name === 'definition' ? '' : nameIn(args[at], `the ${name}`));
  const kind = kinds.find(([name]) => isCall(value, name))?.[1] ?? '';
  const definition = unescaped(part('definition', 2)).trim().replace(/;$/, '');
  if (definition === '' && kind !== 'EXTENSION') throw new Unreadable('its definition is known only at run time');
  return {
    kind,
    schema: part('schema', 0),
    signature: part('signature', 1).trim(),
    definition,
    on: knownText(keywords.get('on_entity')) ?? '',
    withData: !(keywords.get('with_data')?.kind === 'constant' && !isTrue(keywords.get('with_data'))),
  };
}

const always = (name: string): string => `"${name.replace(/"/g, '')}"`;

function createSql({ kind, schema, signature, definition, on, withData }: Entity, orReplace: string): string {
  if (kind === 'EXTENSION') return `CREATE EXTENSION ${always(signature)} WITH SCHEMA ${always(schema)}`;
  if (kind === 'TRIGGER') return `CREATE TRIGGER ${always(signature)} ${definition}`;
  if (kind === 'POLICY') return `CREATE POLICY ${signature} ON ${on} ${definition}`;
  const name = `${always(schema)}.${kind === 'FUNCTION' ? calledName(signature) : always(signature)}`;
  if (kind === 'FUNCTION') return `CREATE ${orReplace}FUNCTION ${name} ${definition}`;
  const end = kind === 'VIEW' ? '' : ` WITH ${withData ? '' : 'NO '}DATA`;
  return `CREATE ${orReplace}${kind} ${name} AS ${definition}${end}`;
}

function dropSql({ kind, schema, signature, on }: Entity): string {
  if (kind === 'EXTENSION') return `DROP EXTENSION ${always(signature)}`;
  if (kind === 'TRIGGER' || kind === 'POLICY') {
    if (on === '') throw new Unreadable(`the table of the ${kind.toLowerCase()} is known only at run time`);
    return `DROP ${kind} ${always(signature)} ON ${on}`;
  }
  const name = kind === 'FUNCTION' ? calledName(signature.replace(/\s+default\s+[^,)]*/gi, '')) : always(signature);
  return `DROP ${kind} ${always(schema)}.${name}`;
}

const calledName = (signature: string): string => signature.replace(/^[^(]*/, (name) => always(name.trim()));

const syncParameters = ['enum_schema', 'enum_name', 'new_values', 'affected_columns'];

/** `op.sync_enum_values(…)` of alembic_postgresql_enum: the type is made anew, and columns of it are rewritten. */
export function enumSync({ args, keywords }: Pick<Called, 'args' | 'keywords'>): string[] {
  const positional = args.flatMap((value, at): [string, Value][] => [[syncParameters[at] ?? '', value]]);
  const options = new Map([...positional, ...keywords]);
  const own = nameIn(options.get('enum_name'), 'the name of the enum');
  const schema = knownText(options.get('enum_schema'));
  const columns = options.get('affected_columns');
  if (columns?.kind !== 'list' || columns.isOpen) throw new Unreadable('the columns are known only at run time');
  const labels = namesIn(options.get('new_values'), 'the labels of the enum').map(literal).join(', ');
  const type = qualified(own, schema);
  return [
    `ALTER TYPE ${type} RENAME TO ${quote(`${own}_old`)}`,
    `CREATE TYPE ${type} AS ENUM (${labels})`,
    ...columns.items.flatMap((column) => columnSync(column, type)),
    `DROP TYPE ${qualified(`${own}_old`, schema)}`,
  ];
}

function columnSync(reference: Value, type: string): string[] {
  if (!isCall(reference, 'TableReference')) throw new Unreadable(`a column is ${whatOf(reference)}`);
  const { args, keywords } = reference;
  const table = tableIn(keywords.get('table_name') ?? args[0], keywords.get('table_schema'));
  const name = quote(nameIn(keywords.get('column_name') ?? args[1], 'a column'));
  const isArray = (pathOf(keywords.get('column_type') ?? reference) ?? '').endsWith('.ARRAY');
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${name}`;
  const standing = knownText(keywords.get('existing_server_default'));
  const to = isArray ? `${type}[]` : type;
  return [
    ...(standing ? [`${alter} DROP DEFAULT`] : []),
    `${alter} TYPE ${to} USING ${name}::text${isArray ? '[]' : ''}::${to}`,
    ...(standing ? [`${alter} SET DEFAULT ${standing}`] : []),
  ];
}
