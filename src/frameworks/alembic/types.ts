// SQLAlchemy's column types as PostgreSQL's. sqlalchemy/dialects/postgresql/base.py PGTypeCompiler
import { bool, isNone, knownText, number, type Value, whatOf } from '../python/value.ts';
import { isTrue } from './arguments.ts';
import { enumSql } from './enums.ts';
import { Unreadable } from './names.ts';
import { known, type TypeCall, typeCallOf } from './type-calls.ts';
import { plain, same, sized } from './type-names.ts';

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
    withNumbers(isTrue(keywords.get('varying')) ? 'BIT VARYING' : 'BIT', [args[0] ?? keywords.get('length')]),
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

function timed(name: string, { args, keywords }: TypeCall): string {
  const precision = keywords.get('precision');
  const zone = isTrue(keywords.get('timezone') ?? args[0]) ? 'WITH' : 'WITHOUT';
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

/** Whether SERIAL stands for it in a primary key. */
export const serialOf = (type: string): string | undefined =>
  type === 'INTEGER' ? 'SERIAL' : type === 'BIGINT' ? 'BIGSERIAL' : type === 'SMALLINT' ? 'SMALLSERIAL' : undefined;
