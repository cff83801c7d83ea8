// Which functions, types and casts PostgreSQL and its contrib extensions bring, and how volatile the functions are.
// The lists are generated (scripts/generate-volatility.ts) and unpacked on first use.
import type { Version } from './versions.ts';
import {
  builtinTypes,
  casts,
  contribExtensions,
  immutableFunctions,
  stableFunctions,
  volatileFunctions,
} from './volatility-data.ts';

export type Volatility = 'immutable' | 'stable' | 'volatile';

interface Overload {
  readonly volatility: Volatility;
  /** Absent where all overloads of the name are alike. */
  readonly count?: number;
  readonly since: number;
}
type Functions = ReadonlyMap<string, readonly Overload[]>;

/** An extension of PostgreSQL's own distribution. */
interface ContribExtension {
  readonly name: string;
  readonly types: readonly string[];
  readonly functions: Functions;
}

export const moreVolatile = (a: Volatility, b: Volatility): Volatility =>
  a === 'volatile' || b === 'volatile' ? 'volatile' : a === 'stable' ? a : b;

const entryPattern = /^(.*?)(?:\/(\d+))?(?:@(\d+))?$/;

function addFunctions(functions: Map<string, Overload[]>, list: string, volatility: Volatility): void {
  for (const entry of list.split(' ').filter(Boolean)) {
    const [, name = '', count, since] = entryPattern.exec(entry) ?? [];
    const overload = {
      volatility,
      since: Number(since ?? 0),
      ...(count === undefined ? {} : { count: Number(count) }),
    };
    const others = functions.get(name);
    if (others) others.push(overload);
    else functions.set(name, [overload]);
  }
}

function functionsOf(volatile: string, stable: string, immutable: string): Functions {
  const functions = new Map<string, Overload[]>();
  addFunctions(functions, volatile, 'volatile');
  addFunctions(functions, stable, 'stable');
  addFunctions(functions, immutable, 'immutable');
  return functions;
}

/** The most volatile of the overloads that take `count` arguments; of all where none says so (variadic, defaults). */
function volatilityIn(functions: Functions, name: string, count: number, version: Version): Volatility | undefined {
  const available = functions.get(name)?.filter((overload) => overload.since <= version.major) ?? [];
  const exact = available.filter((overload) => overload.count === undefined || overload.count === count);
  const fitting = exact.length > 0 ? exact : available;
  if (fitting.length === 0) return undefined;
  return fitting.map((overload) => overload.volatility).reduce(moreVolatile);
}

let builtins: Functions | undefined;

/** EXTRACT was date_part before 14. */
const callName = (name: string, version: Version): string =>
  name === 'extract' && version.major < 14 ? 'date_part' : name;

/** Undefined where PostgreSQL of that version has no such function of its own. */
export function builtinVolatility(name: string, count: number, version: Version): Volatility | undefined {
  builtins ??= functionsOf(volatileFunctions, stableFunctions, immutableFunctions);
  return volatilityIn(builtins, callName(name, version), count, version);
}

/** Whether PostgreSQL of that version has a function of that name that takes so many arguments. */
export function hasBuiltin(name: string, count: number, version: Version): boolean {
  builtins ??= functionsOf(volatileFunctions, stableFunctions, immutableFunctions);
  const overloads = builtins.get(callName(name, version)) ?? [];
  return overloads.some((o) => o.since <= version.major && (o.count === undefined || o.count === count));
}

/** Types are listed whatever version brought them: a name that an older one lacks would be refused anyway. */
const namesIn = (list: string): string[] => list.split(' ').flatMap((entry) => entry.replace(/@\d+$/, '') || []);

let extensions: readonly ContribExtension[] | undefined;

const contrib = (): readonly ContribExtension[] => {
  extensions ??= contribExtensions.map(([name, types, ...functions]) => ({
    name,
    types: types
      .split(' ')
      .map((type) => type.replace(/@\d+$/, ''))
      .filter(Boolean),
    functions: functionsOf(...functions),
  }));
  return extensions;
};

const contribExtension = (name: string): ContribExtension | undefined =>
  contrib().find((extension) => extension.name === name);

/** The extension that brings the function, and how volatile it is. */
export function contribFunction(
  name: string,
  count: number,
  version: Version,
): { readonly extension: string; readonly volatility: Volatility } | undefined {
  for (const extension of contrib()) {
    const volatility = volatilityIn(extension.functions, name, count, version);
    if (volatility) return { extension: extension.name, volatility };
  }
  return undefined;
}

/** Types of widely used extensions outside PostgreSQL's distribution. */
const thirdPartyTypes: Record<string, readonly string[]> = {
  postgis: ['geometry', 'geography', 'box2d', 'box3d', 'spheroid'],
  postgis_raster: ['raster'],
  vector: ['vector', 'halfvec', 'sparsevec'],
  semver: ['semver'],
  ip4r: ['ip4', 'ip4r', 'ip6', 'ip6r', 'ipaddress', 'iprange'],
  hll: ['hll'],
};

/** The types that an extension brings, as far as they are known. */
export const typesOfExtension = (name: string): readonly string[] =>
  contribExtension(name)?.types ?? thirdPartyTypes[name] ?? [];

export const isExtensionType = (name: string): boolean =>
  contrib().some((extension) => extension.types.includes(name)) ||
  Object.values(thirdPartyTypes).some((types) => types.includes(name));

let types: ReadonlySet<string> | undefined;

/** Whether `name` is a type of pg_catalog, as pg_type.typname has it. */
export function isBuiltinType(name: string): boolean {
  types ??= new Set(namesIn(builtinTypes));
  return types.has(name);
}

/** pg_cast: `binary` needs no function. `context` is when it is applied without being asked for. */
export interface Cast {
  readonly method: 'binary' | 'function' | 'text';
  readonly context: 'explicit' | 'assignment' | 'implicit';
}

const methods = { b: 'binary', f: 'function', i: 'text' } as const;
const contexts = { e: 'explicit', a: 'assignment', i: 'implicit' } as const;
let castTable: ReadonlyMap<string, Cast> | undefined;

/** The cast between two types of pg_catalog or of a contrib extension. */
export function builtinCast(from: string, to: string): Cast | undefined {
  castTable ??= new Map(
    casts.split(' ').map((entry) => {
      const [pair = '', how = ''] = entry.split(':');
      return [pair, { method: methods[how[0] as 'b'], context: contexts[how[1] as 'e'] }];
    }),
  );
  return castTable.get(`${from}>${to}`);
}
