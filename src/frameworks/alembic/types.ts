// SQLAlchemy's column types as PostgreSQL's. sqlalchemy/dialects/postgresql/base.py PGTypeCompiler
import { bool, type Called, isNone, knownText, number, pathOf, type Value, whatOf } from '../python/value.ts';
import { literal, nameIn, namesIn, qualified, Unreadable } from './names.ts';

const plain: Readonly<Record<string, string>> = {
  Integer: 'INTEGER',
  INT: 'INTEGER',
  BigInteger: 'BIGINT',
  SmallInteger: 'SMALLINT',
  Text: 'TEXT',
  UnicodeText: 'TEXT',
  Boolean: 'BOOLEAN',
  Date: 'DATE',
  LargeBinary: 'BYTEA',
  PickleType: 'BYTEA',
  Uuid: 'UUID',
  Double: 'DOUBLE PRECISION',
  DOUBLE_PRECISION: 'DOUBLE PRECISION',
  GUID: 'UUID',
  // sqlalchemy_utils, citext, pgvector, advanced_alchemy
  TSVectorType: 'TSVECTOR',
  JSONType: 'JSON',
  MutableJson: 'JSON',
  NestedMutableJson: 'JSON',
  URLType: 'TEXT',
  ScalarListType: 'TEXT',
  ArrowType: 'TIMESTAMP WITHOUT TIME ZONE',
  PasswordType: 'BYTEA',
  EncryptedType: 'BYTEA',
  StringEncryptedType: 'VARCHAR',
  IPAddressType: 'VARCHAR(50)',
  ColorType: 'VARCHAR(20)',
  PhoneNumberType: 'VARCHAR(20)',
  TimezoneType: 'VARCHAR(50)',
  LocaleType: 'VARCHAR(10)',
  CurrencyType: 'VARCHAR(3)',
  CountryType: 'VARCHAR(2)',
  LtreeType: 'LTREE',
  LTREE: 'LTREE',
  LQUERY: 'LQUERY',
  CIText: 'CITEXT',
  DateTimeRangeType: 'TSRANGE',
  DateRangeType: 'DATERANGE',
  IntRangeType: 'INT4RANGE',
  Int8RangeType: 'INT8RANGE',
  NumericRangeType: 'NUMRANGE',
  DateTimeUTC: 'TIMESTAMP WITH TIME ZONE',
  UtcDateTime: 'TIMESTAMP WITH TIME ZONE',
  JsonB: 'JSONB',
  BigIntIdentity: 'BIGINT',
};

/** Types whose name is their own in SQL. */
const same =
  /^(?:INTEGER|BIGINT|SMALLINT|TEXT|BOOLEAN|DATE|JSON|JSONB|UUID|INET|CIDR|MACADDR8?|HSTORE|TSVECTOR|TSQUERY|BYTEA|REAL|MONEY|OID|REGCLASS|CITEXT|(?:INT4|INT8|NUM|DATE|TS|TSTZ)(?:MULTI)?RANGE|DOUBLE|XML|JSONPATH|REGCONFIG|VARBINARY)$/;

const sized: Readonly<Record<string, string>> = {
  String: 'VARCHAR',
  Unicode: 'VARCHAR',
  VARCHAR: 'VARCHAR',
  AutoString: 'VARCHAR',
  CHAR: 'CHAR',
  NCHAR: 'CHAR',
  NVARCHAR: 'VARCHAR',
};

/** A type: a class, a call of it, or a variant of one. */
interface TypeCall {
  readonly name: string;
  readonly path: string;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** The type that a value is on PostgreSQL. */
function typeCallOf(value: Value | undefined): TypeCall {
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

const known =
  /^(?:sqlalchemy\.|sqlmodel\.|pgvector\.|citext\.|sqlalchemy_citext\.|sqlalchemy_utils\.|sqlalchemy_json\.|geoalchemy2\.|fastapi_users_db_sqlalchemy\.|advanced_alchemy\.|sqlalchemy_utc\.)/;

/** Classes of SQLAlchemy that are no types by themselves. */
const wraps = /^(?:TypeDecorator|UserDefinedType|TypeEngine|Emulated|Variant|Concatenable|ExternalType|MutableType)$/;

/** Whether it is, or makes, a type of a package that is known here. */
export function isKnownType(value: Value): boolean {
  const path = pathOf(value.kind === 'called' ? value.callee : value) ?? '';
  return known.test(path) && !wraps.test(path.replace(/^.*\./, ''));
}

/** The SQL of a type. */
export function typeSql(value: Value | undefined): string {
  const written = knownText(value?.kind === 'class' ? value.stands : value);
  if (written !== undefined) return written;
  const type = typeCallOf(value);
  if (!known.test(type.path)) throw new Unreadable(`the type ${type.path} is not one of SQLAlchemy's`);
  const collation = knownText(type.keywords.get('collation'));
  return nameOf(type) + (collation ? ` COLLATE "${collation}"` : '');
}

function nameOf(type: TypeCall): string {
  const made = makers[type.name] ?? (/^(?:vector|halfvec|sparsevec)$/i.test(type.name) ? vector : undefined);
  if (made) return made(type);
  const own = sized[type.name];
  if (own) return withNumbers(own, [type.args[0] ?? type.keywords.get('length')]);
  const name = plain[type.name] ?? (same.test(type.name) ? type.name : undefined);
  if (name === undefined) throw new Unreadable(`the type ${type.path} is not known`);
  return name;
}

type Maker = (type: TypeCall) => string;

const numeric =
  (name: string): Maker =>
  ({ args, keywords }) =>
    withNumbers(name, [args[0] ?? keywords.get('precision'), args[1] ?? keywords.get('scale')]);

const float: Maker = ({ args, keywords }) => withNumbers('FLOAT', [args[0] ?? keywords.get('precision')]);
const vector: Maker = ({ name, args, keywords }) => withNumbers(name.toUpperCase(), [args[0] ?? keywords.get('dim')]);
const timestamp: Maker = (type) => timed('TIMESTAMP', type);
const time: Maker = (type) => timed('TIME', type);

/** Types that depend on their arguments. */
const makers: Readonly<Record<string, Maker>> = {
  Enum: enumSql,
  ENUM: enumSql,
  ARRAY: ({ args, keywords }) => {
    const dimensions = keywords.get('dimensions');
    return (
      typeSql(args[0] ?? keywords.get('item_type')) + '[]'.repeat(dimensions?.kind === 'number' ? dimensions.value : 1)
    );
  },
  DateTime: timestamp,
  DATETIME: timestamp,
  TIMESTAMPAware: (type) => timed('TIMESTAMP', { ...type, args: [bool(true)] }),
  TIMESTAMP: timestamp,
  Time: time,
  TIME: time,
  Interval: () => 'INTERVAL',
  INTERVAL: () => 'INTERVAL',
  Numeric: numeric('NUMERIC'),
  NUMERIC: numeric('NUMERIC'),
  DECIMAL: numeric('DECIMAL'),
  Float: float,
  FLOAT: float,
  BIT: ({ args, keywords }) =>
    withNumbers(flag(keywords.get('varying')) ? 'BIT VARYING' : 'BIT', [args[0] ?? keywords.get('length')]),
  UUIDType: () => 'UUID',
  ChoiceType: ({ keywords }) => (keywords.has('impl') ? typeSql(keywords.get('impl')) : 'VARCHAR(255)'),
  EmailType: ({ args, keywords }) => withNumbers('VARCHAR', [args[0] ?? keywords.get('length') ?? number(255)]),
  Geometry: (type) => spatial('geometry', type),
  Geography: (type) => spatial('geography', type),
};

/** geoalchemy2/types.py */
function spatial(name: string, { args, keywords }: TypeCall): string {
  const shape = knownText(args[0] ?? keywords.get('geometry_type')) ?? 'GEOMETRY';
  const system = args[1] ?? keywords.get('srid');
  return `${name}(${shape},${system?.kind === 'number' ? system.written : '-1'})`;
}

const flag = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

function timed(name: string, { args, keywords }: TypeCall): string {
  const precision = keywords.get('precision');
  const zone = flag(keywords.get('timezone') ?? args[0]) ? 'WITH' : 'WITHOUT';
  return `${withNumbers(name, [precision])} ${zone} TIME ZONE`;
}

function withNumbers(name: string, values: readonly (Value | undefined)[]): string {
  const numbers = values.flatMap((value) => {
    if (value === undefined || isNone(value)) return [];
    if (value.kind !== 'number') throw new Unreadable(`the size of a ${name} is ${whatOf(value)}`);
    return [value.written];
  });
  return numbers.length === 0 ? name : `${name}(${numbers.join(', ')})`;
}

function enumSql({ args, keywords }: TypeCall): string {
  const isNative = keywords.get('native_enum');
  if (isNative?.kind === 'constant' && isNative.value === false) {
    const length = keywords.get('length');
    const longest = Math.max(0, ...args.map((arg) => knownText(arg)?.length ?? 0));
    if (flag(keywords.get('create_constraint')))
      throw new Unreadable('an Enum that makes a check constraint is not followed');
    return `VARCHAR(${length?.kind === 'number' ? length.written : longest})`;
  }
  return qualified(enumName(args, keywords), knownText(keywords.get('schema')));
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

/** Whether SERIAL stands for it in a primary key. */
export const serialOf = (type: string): string | undefined =>
  type === 'INTEGER' ? 'SERIAL' : type === 'BIGINT' ? 'BIGSERIAL' : type === 'SMALLINT' ? 'SMALLSERIAL' : undefined;

/** Only for the type checker, so that a call which is not one of the named ones is still a call. */
declare const isNamed: unique symbol;
export type NamedCall = Called & { readonly [isNamed]: true };

/** Whether it is a call of something by one of these names, whatever it was imported from. */
export const isCall = (value: Value | undefined, ...names: readonly string[]): value is NamedCall =>
  value?.kind === 'called' && names.includes((pathOf(value.callee) ?? '').replace(/^.*\./, ''));
