// A table as TypeORM loads it from the database, which is not all as it was created. PostgresQueryRunner.loadTables
import type { Plain } from '../javascript/plain.ts';
import { type Column, type Constraint, isOn, type Table } from './table.ts';

/** What PostgreSQL calls these types when TypeORM loads them, so that a column of such a type always differs from what is loaded. */
export const aliases: Readonly<Record<string, string>> = {
  varchar: 'character varying',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  float: 'double precision',
  float4: 'real',
  float8: 'double precision',
  decimal: 'numeric',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
  char: 'character',
  varbit: 'bit varying',
  'simple-enum': 'enum',
};

export function loaded(table: Table): Table {
  const columns = table.columns.map((column) => loadedColumn(column, table));
  const isThere = ({ isGone }: Constraint): boolean => isGone !== true;
  return {
    ...table,
    columns,
    indices: table.indices.filter(isThere),
    uniques: table.uniques.filter(isThere),
  };
}

function loadedColumn({ actual, ...cached }: Column, { isWhole, uniques }: Table): Column {
  const column = actual ?? cached;
  const type = aliases[column.type] ?? column.type;
  const isUnique = isWhole ? uniques.some(isOn(column.name)) : column.isUnique;
  const isMadeUp =
    type === 'uuid' && /^(?:gen_random_uuid|uuid_generate_v\d)\(\)$/.test(String(column.options.default));
  const generated = {
    isGenerated: true,
    options: { ...column.options, default: undefined, generationStrategy: 'uuid' },
  };
  const options = { ...column.options, default: loadedDefault(column.options.default) };
  return { ...column, type, isUnique, options, ...(isMadeUp ? generated : {}) };
}

/** Numbers come back quoted, casts do not come back. */
function loadedDefault(value: Plain): Plain {
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  if (text === 'now()') return text;
  return text.replaceAll(/::[\w\s.[\]\-"]+/g, '').replace(/^(-?\d+)$/, "'$1'");
}
