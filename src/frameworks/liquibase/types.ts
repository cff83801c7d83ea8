// Column types of changelogs as Liquibase translates them for PostgreSQL. liquibase.datatype.core; the golden log has each of them.
interface Written {
  /** Lower case, one blank between words. */
  readonly name: string;
  /** `(10, 2)` or ''. */
  readonly size: string;
  /** What stands behind the size. */
  readonly rest: string;
}

export interface ColumnType {
  readonly sql: string;
  /** serial and its like: an identity column. */
  readonly isSerial: boolean;
  readonly family: 'boolean' | 'number' | 'time' | 'text' | 'other';
}

type Rule = readonly [RegExp, (written: Written) => string, ColumnType['family'], boolean?];

const bare = (sql: string) => () => sql;
const sized =
  (sql: string) =>
  ({ size }: Written) =>
    `${sql}${size}`;

const timestamp = ({ name, size, rest }: Written): string => {
  const zone =
    /\bwith(?:out)? time zone/.exec(`${name} ${rest}`)?.[0] ??
    (name.startsWith('timestamptz') ? 'with time zone' : 'without time zone');
  return `TIMESTAMP${size} ${zone.toUpperCase()}`;
};

const time = ({ name, size, rest }: Written): string => {
  const isZoned = /\bwith time zone/.test(`${name} ${rest}`) || name === 'timetz';
  return `TIME${size} ${isZoned ? 'WITH' : 'WITHOUT'} TIME ZONE`;
};

const rules: readonly Rule[] = [
  [/^(?:bigserial|serial8)$/, bare('BIGINT'), 'number', true],
  [/^(?:smallserial|serial2)$/, bare('SMALLINT'), 'number', true],
  [/^(?:serial|serial4)$/, bare('INTEGER'), 'number', true],
  [/^(?:bigint|int8|integer8)$/, bare('BIGINT'), 'number'],
  [/^(?:int|integer|int4|integer4)$/, bare('INTEGER'), 'number'],
  [/^(?:smallint|int2|tinyint)$/, bare('SMALLINT'), 'number'],
  [/^(?:boolean|bool)$/, bare('BOOLEAN'), 'boolean'],
  [/^bit$/, sized('BIT'), 'other'],
  [/^bit varying$/, sized('BIT VARYING'), 'other'],
  [/^blob$/, bare('OID'), 'other'],
  [/^(?:longblob|longvarbinary|mediumblob|tinyblob|binary|varbinary|bytea|image)$/, bare('BYTEA'), 'other'],
  [/^(?:clob|text|longtext|mediumtext|tinytext|nclob|ntext|longvarchar|longnvarchar)$/, bare('TEXT'), 'text'],
  [/^(?:char|character|bpchar)$/, sized('CHAR'), 'text'],
  [/^nchar$/, sized('NCHAR'), 'text'],
  [/^(?:varchar|varchar2|character varying|nvarchar|nvarchar2)$/, varying, 'text'],
  [/^(?:currency|money|smallmoney)$/, bare('DECIMAL'), 'number'],
  [/^(?:datetime|datetime2|smalldatetime)$/, ({ size }) => `TIMESTAMP${size} WITHOUT TIME ZONE`, 'time'],
  [/^timestamp(?:tz)?(?: with(?:out)? time zone)?$/, timestamp, 'time'],
  [/^time(?:tz)?(?: with(?:out)? time zone)?$/, time, 'time'],
  [/^date$/, bare('DATE'), 'time'],
  [/^decimal$/, sized('DECIMAL'), 'number'],
  [/^(?:numeric|number)$/, sized('NUMERIC'), 'number'],
  [/^(?:double|double precision)$/, bare('DOUBLE PRECISION'), 'number'],
  [/^float$/, sized('FLOAT'), 'number'],
  [/^(?:float4|float8|real)$/, ({ name }) => name.toUpperCase(), 'number'],
  [/^(?:uuid|uniqueidentifier)$/, bare('UUID'), 'other'],
];

/** `varchar2(10 char)` */
function varying({ size }: Written): string {
  return `VARCHAR${size.replace(/\s*(?:char|byte)(?=\))/i, '')}`;
}

const form = /^([^()[\]]+)(\([^()]*\))?([^()]*)$/;

/** A type that Liquibase does not know goes to the server in upper case, which folds it again. */
export function typeOf(written: string): ColumnType {
  const trimmed = written.trim().replace(/^java\.sql\.Types\./i, '');
  const serial = /^(.*?)\s*\{autoIncrement:true\}$/i.exec(trimmed);
  const [, name = '', size = '', rest = ''] = form.exec(serial?.[1] ?? trimmed) ?? [];
  const given: Written = {
    name: name.trim().toLowerCase().replace(/\s+/g, ' ').replace('timezone', 'time zone'),
    size: size.replace(/\s*,\s*/g, ', '),
    rest: rest.toLowerCase().replace('timezone', 'time zone'),
  };
  const isArray = trimmed.endsWith('[]') || rest.startsWith('[');
  const rule = isArray ? undefined : rules.find(([pattern]) => pattern.test(given.name));
  if (!rule) return { sql: trimmed.includes('"') ? trimmed : trimmed.toLowerCase(), isSerial: false, family: 'other' };
  const [, sqlOf, family, isSerial = false] = rule;
  return { sql: sqlOf(given), isSerial: isSerial || serial !== null, family };
}
