// SQLAlchemy's Enum: the type that it is in PostgreSQL, and its labels. sqlalchemy/dialects/postgresql/named_types.py
import { isNone, knownText, pathOf, type Value } from '../python/value.ts';
import { isTrue } from './arguments.ts';
import { literal, nameIn, namesIn, qualified, Unreadable } from './names.ts';
import { type TypeCall, typeCallOf } from './type-calls.ts';

export function enumSql({ args, keywords }: TypeCall): string {
  const isNative = keywords.get('native_enum');
  if (isNative?.kind === 'constant' && isNative.value === false) {
    const length = keywords.get('length');
    const longest = Math.max(0, ...args.map((arg) => knownText(arg)?.length ?? 0));
    return `VARCHAR(${length?.kind === 'number' ? length.written : longest})`;
  }
  return qualified(enumName(args, keywords), knownText(keywords.get('schema')));
}

/** The check that stands in for a type: its name, if it has one, and its labels. */
export function enumCheck(value: Value | undefined): { name: Value | undefined; labels: string[] } | undefined {
  const type = value && safeTypeCall(value);
  const isNative = type?.keywords.get('native_enum');
  if (type?.name !== 'Enum' || isNative?.kind !== 'constant' || isNative.value !== false) return undefined;
  if (!isTrue(type.keywords.get('create_constraint'))) return undefined;
  return { name: type.keywords.get('name'), labels: labelsOf(type) };
}

function enumName(args: readonly Value[], keywords: ReadonlyMap<string, Value>): string {
  const name = knownText(keywords.get('name'));
  if (name !== undefined) return name;
  const [first] = args;
  const of = first && pathOf(first);
  if (of !== undefined) return of.replace(/^.*\./, '').toLowerCase();
  if (first?.kind === 'class') return first.name.toLowerCase();
  throw new Unreadable('an Enum has no name');
}

/** The type that an Enum is of its own; undefined for other types. */
export function enumOf(
  value: Value | undefined,
): { name: string; create: () => string; drop: () => string; isMade: boolean } | undefined {
  const type = value && safeTypeCall(value);
  if (!type || !/^Enum$|^ENUM$/.test(type.name)) return type?.name === 'ARRAY' ? enumOf(type.args[0]) : undefined;
  const isNative = type.keywords.get('native_enum');
  if (isNative?.kind === 'constant' && isNative.value === false) return undefined;
  const name = enumSql(type);
  const made = type.keywords.get('create_type');
  return {
    name,
    isMade: !(made?.kind === 'constant' && made.value === false),
    create: () => `CREATE TYPE ${name} AS ENUM (${labelsOf(type).map(literal).join(', ')})`,
    drop: () => `DROP TYPE ${name}`,
  };
}

function safeTypeCall(value: Value): TypeCall | undefined {
  try {
    return typeCallOf(value);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** Labels given one by one, or the names of a class in the file. */
function labelsOf({ args, keywords }: TypeCall): string[] {
  const [first] = args;
  if (first?.kind !== 'class')
    return namesIn({ kind: 'list', form: 'list', items: [...args], isOpen: false }, 'the labels of an Enum');
  const { variables } = first.scope;
  const names = [...variables].flatMap(([name, value]) =>
    /^_|_$/.test(name) || value.kind === 'function' ? [] : [name],
  );
  const callable = keywords.get('values_callable');
  if (!callable || isNone(callable)) return names;
  return names.map((name) => nameIn(variables.get(name), 'a label of an Enum'));
}
