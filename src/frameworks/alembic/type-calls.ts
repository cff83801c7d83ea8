// The class and arguments that state a type, behind variants and classes that wrap one.
import { knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { Unreadable } from './names.ts';

/** A type: a class, a call of it, or a variant of one. */
export interface TypeCall {
  readonly name: string;
  readonly path: string;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** The type that a value is on PostgreSQL. */
export function typeCallOf(value: Value | undefined): TypeCall {
  if (value?.kind === 'called' && value.callee.kind === 'member' && value.callee.name === 'with_variant') {
    const [variant, ...dialects] = value.args;
    const isOurs = dialects.some((dialect) => knownText(dialect) === 'postgresql');
    return typeCallOf(isOurs ? variant : value.callee.of);
  }
  const own = value && ofClass(value);
  if (own) return own;
  if (isCall(value, 'as_mutable', 'mutable_json_type'))
    return typeCallOf(value.args[0] ?? value.keywords.get('dbtype'));
  const path = value && (value.kind === 'called' ? pathOf(value.callee) : pathOf(value));
  if (!value || path === undefined) throw new Unreadable(`a type is ${value ? whatOf(value) : 'missing'}`);
  if (value.kind === 'called' && value.isOpen)
    throw new Unreadable(`the type ${path} has arguments that are known only at run time`);
  const { args, keywords } = value.kind === 'called' ? value : { args: [], keywords: new Map<string, Value>() };
  return { name: path.replace(/^.*\./, ''), path, args, keywords };
}

/** The type that a class wraps, with the arguments that the class is called with where it states none. */
function ofClass(value: Value): TypeCall | undefined {
  const wrapper = value.kind === 'called' ? value.callee : value;
  if (wrapper.kind !== 'class') return undefined;
  if (!wrapper.stands) throw new Unreadable(`the type ${wrapper.name} is not followed`);
  const type = typeCallOf(wrapper.stands);
  const isBare = wrapper.stands.kind !== 'called' && value.kind === 'called';
  return isBare && value.kind === 'called' ? { ...type, args: value.args, keywords: value.keywords } : type;
}

export const known =
  /^(?:sqlalchemy\.|sqlmodel\.|pgvector\.|citext\.|sqlalchemy_citext\.|sqlalchemy_utils\.|sqlalchemy_json\.|geoalchemy2\.|fastapi_users_db_sqlalchemy\.|advanced_alchemy\.|sqlalchemy_utc\.)/;

/** Classes of SQLAlchemy that are no types by themselves. */
const wraps = /^(?:TypeDecorator|UserDefinedType|TypeEngine|Emulated|Variant|Concatenable|ExternalType|MutableType)$/;

/** Whether it is, or makes, a type of a package that is known here. */
export function isKnownType(value: Value): boolean {
  const path = pathOf(value.kind === 'called' ? value.callee : value) ?? '';
  return known.test(path) && !wraps.test(path.replace(/^.*\./, ''));
}
