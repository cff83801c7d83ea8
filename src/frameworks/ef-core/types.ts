// The type of a column in PostgreSQL where the migration does not say it, by that in C#.
// EFCore.PG/Storage/Internal/NpgsqlTypeMappingSource.cs
import { Unreadable } from './operation.ts';

/** What says more of a type than its name. */
export interface Facets {
  readonly maxLength: string | undefined;
  readonly isFixedLength: boolean;
  readonly precision: string | undefined;
  readonly scale: string | undefined;
  readonly isRowVersion: boolean;
}

const plainTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  byte: 'smallint',
  sbyte: 'smallint',
  short: 'smallint',
  ushort: 'integer',
  int: 'integer',
  uint: 'bigint',
  long: 'bigint',
  ulong: 'numeric(20,0)',
  float: 'real',
  double: 'double precision',
  decimal: 'numeric',
  BigInteger: 'numeric',
  string: 'text',
  char: 'character(1)',
  Guid: 'uuid',
  DateTimeOffset: 'timestamp with time zone',
  DateOnly: 'date',
  TimeOnly: 'time without time zone',
  TimeSpan: 'interval',
  'byte[]': 'bytea',
  BitArray: 'bit varying',
  JsonDocument: 'jsonb',
  JsonElement: 'jsonb',
  IPAddress: 'inet',
  NpgsqlInet: 'inet',
  NpgsqlCidr: 'cidr',
  IPNetwork: 'cidr',
  PhysicalAddress: 'macaddr',
  NpgsqlTsVector: 'tsvector',
  NpgsqlTsQuery: 'tsquery',
  'Dictionary<string,string>': 'hstore',
  LTree: 'ltree',
  NpgsqlPoint: 'point',
  Instant: 'timestamp with time zone',
  ZonedDateTime: 'timestamp with time zone',
  OffsetDateTime: 'timestamp with time zone',
  LocalDateTime: 'timestamp without time zone',
  LocalDate: 'date',
  LocalTime: 'time without time zone',
  Period: 'interval',
  Duration: 'interval',
  Geometry: 'geometry',
  Point: 'geometry',
  Polygon: 'geometry',
  MultiPolygon: 'geometry',
  LineString: 'geometry',
};

const aliases: Readonly<Record<string, string>> = {
  ...{ Boolean: 'bool', Byte: 'byte', Int16: 'short', Int32: 'int', Int64: 'long', Single: 'float', Double: 'double' },
  ...{ Decimal: 'decimal', String: 'string', Char: 'char' },
};

/** `version` is that of EF Core: before 6, a DateTime has no time zone. */
export function storeType(clrType: string | undefined, facets: Facets, version: number): string {
  const written = (clrType ?? '').replace(/\s+|\?$/g, '');
  const short = written.replace(/(?:\w+\.)+(?=\w)/g, '');
  const name = aliases[short] ?? short;
  const element = /^(?:I?List|ICollection|IEnumerable|HashSet|IReadOnlyList|IReadOnlyCollection)<(.*)>$/.exec(
    name,
  )?.[1];
  const array = element ?? (name === 'byte[]' ? undefined : /^(.*)\[\]$/.exec(name)?.[1]);
  if (array !== undefined) return `${storeType(array, { ...facets, maxLength: undefined }, version)}[]`;
  const { maxLength, precision, scale } = facets;
  if (name === 'DateTime') return version < 6 ? 'timestamp without time zone' : 'timestamp with time zone';
  if (name === 'string' && facets.isFixedLength)
    return maxLength === undefined ? 'character' : `character(${maxLength})`;
  if (name === 'string' && maxLength !== undefined) return `character varying(${maxLength})`;
  if (name === 'decimal' && precision !== undefined) {
    return scale === undefined ? `numeric(${precision})` : `numeric(${precision},${scale})`;
  }
  if (name === 'uint' && facets.isRowVersion) return 'xid';
  const known = Object.hasOwn(plainTypes, name) ? plainTypes[name] : undefined;
  if (known === undefined) throw new Unreadable(`which type ${written || 'a column'} has in PostgreSQL is not known`);
  return known;
}
