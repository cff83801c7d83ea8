// SQLAlchemy's type classes that are always the same type in PostgreSQL, by name.

export const plain: Readonly<Record<string, string>> = {
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
export const same =
  /^(?:INTEGER|BIGINT|SMALLINT|TEXT|BOOLEAN|DATE|JSON|JSONB|UUID|INET|CIDR|MACADDR8?|HSTORE|TSVECTOR|TSQUERY|BYTEA|REAL|MONEY|OID|REGCLASS|CITEXT|(?:INT4|INT8|NUM|DATE|TS|TSTZ)(?:MULTI)?RANGE|DOUBLE|XML|JSONPATH|REGCONFIG|VARBINARY)$/;

export const sized: Readonly<Record<string, string>> = {
  String: 'VARCHAR',
  Unicode: 'VARCHAR',
  VARCHAR: 'VARCHAR',
  AutoString: 'VARCHAR',
  CHAR: 'CHAR',
  NCHAR: 'CHAR',
  NVARCHAR: 'VARCHAR',
};
