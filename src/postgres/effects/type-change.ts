// ALTER COLUMN … TYPE: whether the values on disk can stay as they are, and which indexes can.
// src/backend/commands/tablecmds.c (ATPrepAlterColumnType, ATColumnChangeRequiresRewrite), src/backend/parser/parse_coerce.c
import type { Node } from '@pgsql/types';
import { getAs, named } from '../catalog/catalog.ts';
import type { Column, Relation, TypeRef } from '../catalog/objects.ts';
import { builtinCast, type Cast } from '../volatility.ts';
import type { Execution } from './execution.ts';
import { expressionFacts, routinesNamed } from './expression.ts';
import { nameOfList } from './names.ts';
import { inlinedCall } from './routine-body.ts';
import { baseType, constrainedDomain, formatType, ownType, resolveType } from './types.ts';

export interface TypeChange {
  readonly rewrite: boolean;
  readonly certain: boolean;
  /** Why it rewrites, to follow "because"; empty where it does not. */
  readonly why: string;
  /** Completes "unless …", where it is not certain. */
  readonly unless?: string;
  /** PostgreSQL refuses the change. */
  readonly refused?: { readonly message: string; readonly code: string };
}

/** The expression that yields the new values, so far as it matters: still the stored column, or computed. */
interface Value extends TypeChange {
  readonly type: TypeRef;
}

export interface ColumnTypeChange {
  readonly relation: Relation;
  readonly column: Column;
  readonly to: TypeRef;
  readonly using?: Node;
  /** A collation never rewrites the table; it may cost an index. */
  readonly collation?: string;
}

type Context = 'assignment' | 'explicit';

/** What changing the column to `to`, through USING where it is given, does to the rows. */
export function typeChange(x: Execution, change: ColumnTypeChange): TypeChange {
  const { column, to, using } = change;
  const stored: Value = { type: column.type, rewrite: false, certain: true, why: '' };
  const value = using ? usingValue(x, change, using, stored) : stored;
  const { type: _, ...result } = coerce(x, value, to, 'assignment');
  if (result.refused?.code !== '42804') return result;
  const what = using ? `result of USING clause for column "${column.name}"` : `column "${column.name}"`;
  return {
    ...result,
    refused: { code: '42804', message: `${what} cannot be cast automatically to type ${formatType(to)}` },
  };
}

function usingValue(x: Execution, change: ColumnTypeChange, node: Node, stored: Value): Value {
  if ('ColumnRef' in node && expressionFacts(x, node, change.relation).columns[0] === change.column.number)
    return stored;
  if ('CollateClause' in node && node.CollateClause.arg) return usingValue(x, change, node.CollateClause.arg, stored);
  if ('TypeCast' in node && node.TypeCast.arg) {
    const value = usingValue(x, change, node.TypeCast.arg, stored);
    return coerce(x, value, resolveType(x, node.TypeCast.typeName), 'explicit');
  }
  const inlined = inlinedNode(x, node);
  if (inlined) return usingValue(x, change, inlined, stored);
  const unknown = { name: 'unknown', modifiers: [], array: false, known: false };
  return computed(unknown, 'USING computes every value anew');
}

/** The body of a function in SQL may be no more than its argument. */
function inlinedNode(x: Execution, node: Node): Node | undefined {
  if (!('FuncCall' in node)) return undefined;
  const args = node.FuncCall.args ?? [];
  const [routine, ...others] = routinesNamed(x, nameOfList(node.FuncCall.funcname), args.length);
  return routine && others.length === 0 ? inlinedCall(routine, args) : undefined;
}

const computed = (type: TypeRef, why: string): Value => ({ type, rewrite: true, certain: true, why });

/** coerce_to_target_type: first to the type, then to its length, then into the domain. */
function coerce(x: Execution, value: Value, to: TypeRef, context: Context): Value {
  if (value.rewrite && value.certain) return { ...value, type: to };
  if (!value.type.known || !to.known) return unknownCast(value, to);
  if (sameType(value.type, to)) return fitLength(value, value.type.modifiers, to);
  const target = baseType(x, to);
  const source = baseType(x, value.type);
  const from = source === value.type ? value : { ...value, type: { ...source, modifiers: [], fields: undefined } };
  const cast = sameType(source, target) ? from : castTo(x, from, target, context);
  const fitted = fitLength(cast, cast.type.modifiers, target);
  return target === to ? fitted : intoDomain(x, fitted, to);
}

const unknownCast = (value: Value, to: TypeRef): Value => ({
  ...computed(to, `the values may be stored differently as ${formatType(to)}`),
  certain: false,
  unless: value.type.known
    ? `${formatType(to)} stores the values in the same way`
    : `the column's type already stores the values as ${formatType(to)} does`,
});

export const sameType = (a: TypeRef, b: TypeRef): boolean =>
  a.array === b.array &&
  a.oid === b.oid &&
  a.name === b.name &&
  (a.oid !== undefined || (a.schema ?? '') === (b.schema ?? ''));

function intoDomain(x: Execution, value: Value, domain: TypeRef): Value {
  if (value.rewrite || !constrainedDomain(x, domain)) return { ...value, type: domain };
  return computed(domain, `every value has to be checked against the domain ${formatType(domain)}`);
}

/** COERCION_PATH_FUNC and the others; a binary cast leaves a value without a length. */
function castTo(x: Execution, value: Value, to: TypeRef, context: Context): Value {
  const from = value.type;
  const cast = ownCast(x, from, to) ?? builtinCast(catalogName(from), catalogName(to));
  if (cast && allows(cast, context)) return applyCast(x, value, cast, to);
  if (from.array && to.array && !cannotCast(x, element(from), element(to), context)) return differs(from, to);
  if (throughText(x, from, to, context)) return differs(from, to);
  return refuseCast(x, from, to, context);
}

const catalogName = ({ name, array }: TypeRef): string => (array ? `_${name}` : name);

const element = (type: TypeRef): TypeRef => ({ ...type, array: false });

function cannotCast(x: Execution, from: TypeRef, to: TypeRef, context: Context): boolean {
  if (sameType(from, to)) return false;
  const value: Value = { type: from, rewrite: false, certain: true, why: '' };
  return coerce(x, value, to, context).refused !== undefined;
}

const differs = (from: TypeRef, to: TypeRef): Value =>
  computed(
    to,
    `${formatType({ ...from, modifiers: [] })} and ${formatType({ ...to, modifiers: [] })} are stored differently`,
  );

const allows = (cast: Cast, context: Context): boolean => context === 'explicit' || cast.context !== 'explicit';

function applyCast(x: Execution, value: Value, cast: Cast, to: TypeRef): Value {
  const type = { ...to, modifiers: [], fields: undefined };
  if (cast.method === 'binary') return { ...value, type };
  const names = [value.type.name, to.name].sort().join();
  if (names !== 'timestamp,timestamptz') return differs(value.type, to);
  if (x.timeZone !== undefined && !isUtc(x.timeZone)) return computed(type, "the session's TimeZone is not UTC");
  if (x.timeZone !== undefined) return { ...value, type };
  return { ...value, type, certain: false, unless: "the session's TimeZone is other than UTC" };
}

/** TimestampTimestampTzRequiresRewrite: a zone that has never been anything but UTC. utils/adt/timestamp.c */
const isUtc = (zone: string): boolean =>
  /^(etc\/)?(utc|gmt|uct|zulu|universal|greenwich|gmt[-+]?0|utc0)$|^[-+]?0+(:00)?$/i.test(zone);

/** pg_cast entries that CREATE CAST made, by the types' names. */
function ownCast(x: Execution, from: TypeRef, to: TypeRef): Cast | undefined {
  const object = getAs(x.catalog, named(x.catalog, 'cast', '', castName(from, to))[0], 'cast');
  return object && { method: object.method, context: object.context };
}

export const castName = (from: TypeRef, to: TypeRef): string =>
  [from, to].map((type) => `${type.schema ?? 'pg_catalog'}.${catalogName(type)}`).join(' as ');

/** Through the output and input functions: to a string type by assignment, from one where a cast is written. */
const throughText = (x: Execution, from: TypeRef, to: TypeRef, context: Context): boolean =>
  isString(x, to) || (context === 'explicit' && isString(x, from));

/** TYPCATEGORY_STRING; "char" left it in 15. */
const isString = (x: Execution, { name, array, oid }: TypeRef): boolean =>
  !array && oid === undefined
    ? ['text', 'varchar', 'bpchar', 'name', 'citext', 'unknown'].includes(name) ||
      (name === 'char' && x.version.major < 15)
    : !array && name === 'citext';

function refuseCast(x: Execution, from: TypeRef, to: TypeRef, context: Context): Value {
  const message = `cannot cast type ${formatType(from)} to ${formatType(to)}`;
  const refused = { message, code: context === 'explicit' ? '42846' : '42804' };
  // Casts of types that history made no statement about are not known.
  const known = [from, to].every((type) => type.oid === undefined || ownType(x, type) !== undefined);
  const base = { ...computed(to, 'there is no cast between the types'), refused };
  return known ? base : { ...base, certain: false, unless: 'there is a cast' };
}

/** Whether the length (or precision) that `to` asks for can be had without looking at the values. */
function fitLength(value: Value, old: readonly number[], to: TypeRef): Value {
  if (value.rewrite || fits(value.type, old, to)) return { ...value, type: to };
  return computed(to, `every value has to be fitted to ${formatType(to)}`);
}

function fits(from: TypeRef, old: readonly number[], to: TypeRef): boolean {
  const unlimited = to.modifiers.length === 0 && to.fields === undefined;
  if (unlimited || (old.join() === to.modifiers.join() && from.fields === to.fields)) return true;
  return !to.array && (lengthRules[to.name]?.(old, to, from) ?? false);
}

type LengthRule = (old: readonly number[], to: TypeRef, from: TypeRef) => boolean;

const widens: LengthRule = ([before], { modifiers: [after] }) => before !== undefined && before <= (after ?? 0);
const maxPrecision = 6;
const keepsPrecision: LengthRule = (old, to, from) => to.modifiers[0] === maxPrecision || widens(old, to, from);

/** The planner support functions of the length coercions; bit, bpchar and all others have none. */
const lengthRules: Record<string, LengthRule> = {
  varchar: widens,
  varbit: widens,
  numeric: (old, to, from) => old[1] === to.modifiers[1] && widens(old, to, from),
  time: keepsPrecision,
  timetz: keepsPrecision,
  timestamp: keepsPrecision,
  timestamptz: keepsPrecision,
  // interval_support, utils/adt/timestamp.c
  interval: ([before], to, from) => {
    const [old, least] = [leastField(from.fields), leastField(to.fields)];
    const after = to.modifiers[0] ?? Number.POSITIVE_INFINITY;
    return least <= old && (old > 0 || after >= maxPrecision || after >= (before ?? Number.POSITIVE_INFINITY));
  },
};

/** intervaltypmodleastfield: 0 for seconds up to 5 for years. */
function leastField(fields: number | undefined): number {
  const bits = [12, 11, 10, 3, 1, 2]; // SECOND, MINUTE, HOUR, DAY, MONTH, YEAR of utils/datetime.h
  return fields === undefined
    ? 0
    : Math.max(
        0,
        bits.findIndex((bit) => fields & (1 << bit)),
      );
}
