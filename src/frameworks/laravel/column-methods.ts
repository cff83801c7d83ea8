// Blueprint's methods that define one column: its type, and what the arguments after the name are.
// illuminate/database/Schema/Blueprint.php

/** The type, then the parameters after the column's name, each with what it is where it isn't given. */
export type ColumnMethod = readonly [type: string, ...parameters: (readonly [name: string, fallback?: number])[]];

const numbers: readonly string[] = ['integer', 'tinyInteger', 'smallInteger', 'mediumInteger', 'bigInteger'];
const plainTypes = ['tinyText', 'text', 'mediumText', 'longText', 'double', 'boolean', 'json', 'jsonb', 'date', 'year'];
const others = ['uuid', 'ipAddress', 'macAddress', 'tsvector', 'computed'];
const timed = ['dateTime', 'dateTimeTz', 'time', 'timeTz', 'timestamp', 'timestampTz'];
const shapes = [
  'point',
  'lineString',
  'polygon',
  'geometryCollection',
  'multiPoint',
  'multiLineString',
  'multiPolygon',
];

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** By the names in lower case, as PHP's methods have no case. */
export const columnMethods: ReadonlyMap<string, ColumnMethod> = new Map(
  (
    [
      ...numbers.map((type): [string, ColumnMethod] => [type, [type, ['autoIncrement'], ['unsigned']]]),
      ...numbers.map((type): [string, ColumnMethod] => [`unsigned${capital(type)}`, [type, ['autoIncrement']]]),
      ...[...plainTypes, ...others].map((type): [string, ColumnMethod] => [type, [type]]),
      ...timed.map((type): [string, ColumnMethod] => [type, [type, ['precision', 0]]]),
      ...shapes.map((type): [string, ColumnMethod] => [type, [type, ['projection']]]),
      ['char', ['char', ['length', 255]]],
      ['string', ['string', ['length', 255]]],
      ['float', ['float', ['precision', 53]]],
      ['decimal', ['decimal', ['total', 8], ['places', 2]]],
      ['unsignedDecimal', ['decimal', ['total', 8], ['places', 2]]],
      ['unsignedFloat', ['float']],
      ['unsignedDouble', ['double']],
      ['enum', ['enum', ['allowed']]],
      ['set', ['set', ['allowed']]],
      ['binary', ['binary', ['length'], ['fixed']]],
      ['ulid', ['char', ['length', 26]]],
      ['geometry', ['geometry', ['subtype'], ['srid', 0]]],
      ['geography', ['geography', ['subtype'], ['srid', 4326]]],
      ['vector', ['vector', ['dimensions']]],
      ['rawColumn', ['raw', ['definition']]],
      ['addColumn', ['']],
      ['softDeletes', ['timestamp', ['precision', 0]]],
      ['softDeletesTz', ['timestampTz', ['precision', 0]]],
      ['softDeletesDatetime', ['dateTime', ['precision', 0]]],
      ['foreignId', ['bigInteger']],
      ['foreignUuid', ['uuid']],
      ['foreignUlid', ['char', ['length', 26]]],
    ] satisfies [string, ColumnMethod][]
  ).map(([name, method]) => [name.toLowerCase(), method]),
);

/** The names of columns that need not be given. */
export const columnNames: Readonly<Record<string, string>> = {
  uuid: 'uuid',
  ulid: 'ulid',
  ipaddress: 'ip_address',
  macaddress: 'mac_address',
  softdeletes: 'deleted_at',
  softdeletestz: 'deleted_at',
  softdeletesdatetime: 'deleted_at',
};

/** Those that count by themselves and are the key. */
export const increments: Readonly<Record<string, string>> = {
  id: 'bigInteger',
  increments: 'integer',
  integerincrements: 'integer',
  tinyincrements: 'tinyInteger',
  smallincrements: 'smallInteger',
  mediumincrements: 'mediumInteger',
  bigincrements: 'bigInteger',
};
