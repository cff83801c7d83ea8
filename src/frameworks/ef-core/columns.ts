// A column as SQL defines it: ColumnDefinition() of EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import { isNull, type Value } from '../csharp/value.ts';
import { literal } from './literals.ts';
import type { Project } from './model.ts';
import { quote } from './names.ts';
import { choiceIn, type Given, namesIn, noteList, noteOf, type Operation } from './operation.ts';
import { searchVector } from './text-search.ts';
import { storeType } from './types.ts';

/** What a column is, or was before it is altered. */
export interface Column {
  readonly type: string;
  readonly isNullable: boolean;
  readonly default: string | undefined;
  readonly computed: string | undefined;
  readonly isStored: boolean;
  readonly collation: string | undefined;
  readonly comment: string | undefined;
  readonly compression: string | undefined;
  readonly strategy: Strategy | undefined;
  readonly sequence: SequenceOptions;
}

export type Strategy = 'serial' | 'always' | 'by default';

export interface SequenceOptions {
  readonly start?: string;
  readonly increment?: string;
  readonly min?: string;
  readonly max?: string;
  readonly isCyclic: boolean;
  readonly cache?: string;
}

const strategies: Readonly<Record<string, Strategy>> = {
  SerialColumn: 'serial',
  IdentityAlwaysColumn: 'always',
  IdentityByDefaultColumn: 'by default',
};

/** The column's table, qualified, and what its SQL depends on beside its arguments. */
export interface Place {
  readonly table: string;
  readonly project: Project;
}

/** `old` asks for what the column was: `oldType`, `oldNullable`. */
export function columnOf(operation: Operation, place: Place, old = false): Column {
  const given = old ? oldGiven(operation.given) : operation.given;
  const annotations = old ? operation.oldAnnotations : operation.annotations;
  const type = given.maybe('type') ?? typeOf(given, clrTypeOf(operation, old), place.project.version);
  const strategy = choiceIn(annotations.get('Npgsql:ValueGenerationStrategy'), 'Npgsql:ValueGenerationStrategy');
  const search = searchIn(annotations, place);
  const collation = given.maybe('collation') ?? noteOf(annotations, 'Npgsql:DefaultColumnCollation');
  return {
    type,
    isNullable: given.flag('nullable'),
    default: defaultOf(given, type),
    computed: search ?? given.maybe('computedColumnSql'),
    isStored: search !== undefined || given.flag('stored'),
    collation,
    comment: given.maybe('comment') ?? noteOf(annotations, 'Npgsql:Comment'),
    compression: noteOf(annotations, 'Npgsql:Compression:'),
    strategy: strategies[strategy ?? ''],
    sequence: sequenceIn(annotations.get('Npgsql:IdentitySequenceOptions')),
  };
}

function searchIn(annotations: ReadonlyMap<string, Value>, { table, project }: Place): string | undefined {
  const config = noteOf(annotations, 'Npgsql:TsVectorConfig');
  const properties = noteList(annotations, 'Npgsql:TsVectorProperties');
  if (config === undefined || !properties) return undefined;
  return searchVector(config, namesIn(properties, 'Npgsql:TsVectorProperties'), table, project);
}

/** The same questions of the arguments that say what was: `type` of `oldType`. */
const oldGiven = (given: Given): Given => {
  const was = (name: string): string => `old${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    value: (name) => given.value(was(name)),
    maybe: (name) => given.maybe(was(name)),
    text: (name) => given.text(was(name)),
    flag: (name) => given.flag(was(name)),
    number: (name) => given.number(was(name)),
    names: (name) => given.names(was(name)),
    sql: (name) => given.sql(was(name)),
  };
};

function clrTypeOf({ given, type }: Operation, old: boolean): string | undefined {
  const was = old ? given.value('oldClrType') : undefined;
  return was?.kind === 'type' ? was.name : type;
}

const typeOf = (given: Given, clrType: string | undefined, version: number): string =>
  storeType(
    clrType,
    {
      maxLength: given.number('maxLength'),
      isFixedLength: given.flag('fixedLength'),
      precision: given.number('precision'),
      scale: given.number('scale'),
      isRowVersion: given.flag('rowVersion'),
    },
    version,
  );

function defaultOf(given: Given, type: string): string | undefined {
  const sql = given.maybe('defaultValueSql');
  if (sql !== undefined) return `(${sql})`;
  const value: Value | undefined = given.value('defaultValue');
  return isNull(value) || !value ? undefined : literal(value, type);
}

/** IdentitySequenceOptionsData: start, increment, minimum, maximum, whether it cycles, how many it caches; each in quotes. */
function sequenceIn(value: Value | undefined): SequenceOptions {
  if (value?.kind !== 'text') return { isCyclic: false };
  const [start, increment, min, max, cyclic, cache] = [...value.text.matchAll(/'((?:[^']|'')*)'/g)].map(
    ([, part]) => part,
  );
  return {
    ...(start ? { start } : {}),
    ...(increment ? { increment } : {}),
    ...(min ? { min } : {}),
    ...(max ? { max } : {}),
    isCyclic: /^true$/i.test(cyclic ?? ''),
    ...(cache ? { cache } : {}),
  };
}

const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

/** Those are always there, and never made. */
export const isSystemColumn = (name: string): boolean => systemColumns.has(name);

const serials: Readonly<Record<string, string>> = {
  ...{ int: 'serial', int4: 'serial', integer: 'serial', bigint: 'bigserial', int8: 'bigserial' },
  ...{ smallint: 'smallserial', int2: 'smallserial' },
};

export const isIdentity = (strategy: Strategy | undefined): strategy is 'always' | 'by default' =>
  strategy === 'always' || strategy === 'by default';

export function definition(name: string, column: Column): string {
  const { collation, computed, strategy } = column;
  const type = strategy === 'serial' ? (serials[column.type] ?? column.type) : column.type;
  const head = `${quote(name)} ${type}`;
  const collate = collation === undefined ? '' : ` COLLATE ${quote(collation)}`;
  const notNull = column.isNullable ? '' : ' NOT NULL';
  if (computed !== undefined) {
    return `${head}${collate} GENERATED ALWAYS AS (${computed})${column.isStored ? ' STORED' : ''}${notNull}`;
  }
  const compression = column.compression === undefined ? '' : ` COMPRESSION ${quote(column.compression)}`;
  if (isIdentity(strategy)) return `${head}${compression}${collate}${identity(column)}`;
  // A default that the differ gives to all that are not null has no place beside a sequence.
  const value = column.default === undefined || strategy === 'serial' ? '' : ` DEFAULT ${column.default}`;
  return `${head}${compression}${collate}${notNull}${value}`;
}

export function identity({ strategy, sequence, type }: Column): string {
  const { start, increment = '1', min, max, cache = '1' } = sequence;
  const isUp = !increment.startsWith('-');
  const [least, most] = limits[type] ?? limits.bigint ?? [];
  const standard = { min: isUp ? '1' : least, max: isUp ? most : '-1' };
  const options = [
    ...(start !== undefined && start !== (isUp ? (min ?? standard.min) : (max ?? standard.max))
      ? [`START WITH ${start}`]
      : []),
    ...(increment === '1' ? [] : [`INCREMENT BY ${increment}`]),
    ...(min === undefined || min === standard.min ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined || max === standard.max ? [] : [`MAXVALUE ${max}`]),
    ...(sequence.isCyclic ? ['CYCLE'] : []),
    ...(cache === '1' ? [] : [`CACHE ${cache}`]),
  ];
  const how = strategy === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  return ` GENERATED ${how} AS IDENTITY${options.length > 0 ? ` (${options.join(' ')})` : ''}`;
}

const limits: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};
