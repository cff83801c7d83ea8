// What AlterDatabase's annotations say of collations, enumerations, ranges and extensions, and schemas.
// EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import type { Value } from '../csharp/value.ts';
import { qualified, quote, quotedText } from './names.ts';
import { noteOf, type Operation, Unreadable } from './operation.ts';

/** A schema is made where it is not there. */
export function ensureSchema(name: string): string[] {
  if (name === 'public') return [];
  const test = `IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = ${quotedText(name)}) THEN`;
  return [`DO $EF$ BEGIN ${test} CREATE SCHEMA ${quote(name)}; END IF; END $EF$`];
}

interface Described {
  readonly schema: string | undefined;
  readonly name: string;
  readonly parts: readonly string[];
}

/** `Npgsql:Enum:shop.state` with `a,b`. */
function described(annotations: ReadonlyMap<string, Value>, prefix: string): Described[] {
  return [...annotations.keys()].flatMap((key): Described[] => {
    if (!key.startsWith(prefix)) return [];
    const text = noteOf(annotations, key);
    if (text === undefined) return [];
    const [first = '', second] = key.slice(prefix.length).split('.');
    return [{ schema: second === undefined ? undefined : first, name: second ?? first, parts: text.split(',') }];
  });
}

const isSame = (a: Described, b: Described): boolean => a.name === b.name && a.schema === b.schema;

/** `schema` is that of the model, for what has none of its own. */
export function alterDatabase({ annotations, oldAnnotations }: Operation, schema: string | undefined): string[] {
  const both = (prefix: string): [Described[], Described[]] => [
    described(annotations, prefix),
    described(oldAnnotations, prefix),
  ];
  const differing = (prefix: string, what: string, definition: (one: Described) => string): string[] => {
    const [is, was] = both(prefix);
    const nameOf = (one: Described): string => qualified(one.name, one.schema ?? schema);
    return [
      ...is
        .filter((one) => !was.some((other) => isSame(one, other)))
        .flatMap((one) => [...schemaFor(one, schema), `CREATE ${what} ${nameOf(one)}${definition(one)}`]),
      ...was.filter((one) => !is.some((other) => isSame(one, other))).map((one) => `DROP ${what} ${nameOf(one)}`),
    ];
  };
  return [
    ...differing('Npgsql:CollationDefinition:', 'COLLATION', collation),
    ...differing('Npgsql:Enum:', 'TYPE', ({ parts }) => ` AS ENUM (${parts.map(quotedText).join(', ')})`),
    ...newLabels(both('Npgsql:Enum:'), schema),
    ...differing('Npgsql:Range:', 'TYPE', range),
    ...described(annotations, 'Npgsql:PostgresExtension:').flatMap((one) => extension(one, schema)),
  ];
}

function schemaFor({ schema: own }: Described, schema: string | undefined): string[] {
  const needed = own ?? schema;
  return needed === undefined ? [] : ensureSchema(needed);
}

function collation({ parts: [collate = '', ctype = '', provider, deterministic] }: Described): string {
  const locale =
    collate === ctype
      ? [`LOCALE = ${quotedText(collate)}`]
      : [`LC_COLLATE = ${quotedText(collate)}`, `LC_CTYPE = ${quotedText(ctype)}`];
  const rest = [
    ...(provider ? [`PROVIDER = ${provider}`] : []),
    ...(deterministic ? [`DETERMINISTIC = ${deterministic}`] : []),
  ];
  return ` (${[...locale, ...rest].join(', ')})`;
}

function range({ parts: [subtype = '', canonical, opclass, collate, diff] }: Described): string {
  const parts = [
    `SUBTYPE = ${subtype}`,
    ...(canonical ? [`CANONICAL = ${canonical}`] : []),
    ...(opclass ? [`SUBTYPE_OPCLASS = ${opclass}`] : []),
    ...(canonical && collate ? [`COLLATION = ${collate}`] : []),
    ...(diff ? [`SUBTYPE_DIFF = ${diff}`] : []),
  ];
  return ` AS RANGE (${parts.join(', ')})`;
}

/** Of enumerations that were there already, by the names of their schemas and their own. */
function newLabels([is, was]: [Described[], Described[]], schema: string | undefined): string[] {
  const order = ({ schema: own = '', name }: Described): string => `${own}\0${name}`;
  return [...is]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .flatMap((one) => {
      const old = was.find((other) => isSame(one, other))?.parts;
      return old ? added(one, old, qualified(one.name, one.schema ?? schema)) : [];
    });
}

function added({ parts }: Described, old: readonly string[], name: string): string[] {
  const removed = old.find((label) => !parts.includes(label));
  if (removed !== undefined) throw new Unreadable(`Npgsql refuses to take the label ${removed} out of an enumeration`);
  return parts.flatMap((label, at) => {
    if (old.includes(label)) return [];
    return [`ALTER TYPE ${name} ADD VALUE ${quotedText(label)}${placeOf(parts, old, at)}`];
  });
}

function placeOf(parts: readonly string[], [first]: readonly string[], at: number): string {
  if (at === parts.length - 1) return '';
  if (at > 0) return ` AFTER ${quotedText(parts[at - 1] ?? '')}`;
  return first === undefined ? '' : ` BEFORE ${quotedText(first)}`;
}

/** Its value is `schema,name,version`; the schema of the model is made for it, but not said. */
function extension(one: Described, schema: string | undefined): string[] {
  const version = one.parts[2]?.trim().replace(/^''$/, '');
  const own = one.schema === undefined ? '' : ` SCHEMA ${quote(one.schema)}`;
  const at = version ? ` VERSION ${quote(version)}` : '';
  return [...schemaFor(one, schema), `CREATE EXTENSION IF NOT EXISTS ${quote(one.name)}${own}${at} CASCADE`];
}
