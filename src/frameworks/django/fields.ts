// Django's model fields: their options, their columns' types and defaults. django/db/models/fields, django/db/backends/postgresql/base.py
import {
  type Called,
  type Dict,
  isNone,
  knownText,
  number,
  pathOf,
  type Site,
  type Value,
  whatOf,
} from '../python/value.ts';
import { literal } from './names.ts';
import { Unreadable } from './unreadable.ts';

/** A field as a migration states it. */
export interface Field {
  readonly name: string;
  /** Of Django's own fields: `CharField`; of others, as far as known, the one that it is like. Undefined where not known. */
  readonly type: string | undefined;
  /** Where its class is: `django.db.models.CharField`. */
  readonly path: string;
  readonly options: ReadonlyMap<string, Value>;
  /** Of a class of the project that says itself what its columns are: `macaddr`. */
  readonly stored?: string;
  /** Of ArrayField, and the output_field of GeneratedField. */
  readonly base?: Field;
  readonly site: Site;
}

const plainTypes: Readonly<Record<string, string>> = {
  AutoField: 'integer',
  BigAutoField: 'bigint',
  SmallAutoField: 'smallint',
  BinaryField: 'bytea',
  BooleanField: 'boolean',
  NullBooleanField: 'boolean',
  DateField: 'date',
  DateTimeField: 'timestamp with time zone',
  DurationField: 'interval',
  FloatField: 'double precision',
  IntegerField: 'integer',
  BigIntegerField: 'bigint',
  SmallIntegerField: 'smallint',
  PositiveIntegerField: 'integer',
  PositiveBigIntegerField: 'bigint',
  PositiveSmallIntegerField: 'smallint',
  GenericIPAddressField: 'inet',
  IPAddressField: 'inet',
  JSONField: 'jsonb',
  TextField: 'text',
  TimeField: 'time',
  UUIDField: 'uuid',
  HStoreField: 'hstore',
  CITextField: 'citext',
  CICharField: 'citext',
  CIEmailField: 'citext',
  SearchVectorField: 'tsvector',
  IntegerRangeField: 'int4range',
  BigIntegerRangeField: 'int8range',
  DecimalRangeField: 'numrange',
  FloatRangeField: 'numrange',
  DateTimeRangeField: 'tstzrange',
  DateRangeField: 'daterange',
};

/** varchar, by how long it is unless max_length says. */
const lengths: Readonly<Record<string, number | undefined>> = {
  CharField: undefined,
  EmailField: 254,
  URLField: 200,
  SlugField: 50,
  FileField: 100,
  ImageField: 100,
  FilePathField: 100,
  CommaSeparatedIntegerField: undefined,
};

const relations = ['ForeignKey', 'OneToOneField', 'ManyToManyField'];

/** Of packages in wide use: the field of Django that theirs stores as, and its length where it has one of its own. */
const others: Readonly<Record<string, string | readonly [type: string, length: number]>> = {
  'multiselectfield.db.fields.MultiSelectField': ['CharField', 200],
  'django_countries.fields.CountryField': ['CharField', 2],
  'phonenumber_field.modelfields.PhoneNumberField': ['CharField', 128],
  'django_measurement.models.MeasurementField': 'FloatField',
  'django_fsm.FSMField': ['CharField', 50],
  'colorfield.fields.ColorField': ['CharField', 25],
  'django_extensions.db.fields.AutoSlugField': 'SlugField',
  'timezone_field.fields.TimeZoneField': ['CharField', 63],
  'tagulous.models.fields.TagField': 'ManyToManyField',
  'ckeditor.fields.RichTextField': 'TextField',
  'ckeditor_uploader.fields.RichTextUploadingField': 'TextField',
  'tinymce.models.HTMLField': 'TextField',
  'markdownx.models.MarkdownxField': 'TextField',
  'jsonfield.fields.JSONField': 'TextField',
  'sorl.thumbnail.fields.ImageField': 'ImageField',
  'mptt.fields.TreeForeignKey': 'ForeignKey',
  'mptt.fields.TreeOneToOneField': 'OneToOneField',
  'mptt.fields.TreeManyToManyField': 'ManyToManyField',
  'modelcluster.fields.ParentalKey': 'ForeignKey',
  'modelcluster.fields.ParentalManyToManyField': 'ManyToManyField',
  'model_utils.fields.AutoCreatedField': 'DateTimeField',
  'model_utils.fields.AutoLastModifiedField': 'DateTimeField',
  'django_extensions.db.fields.CreationDateTimeField': 'DateTimeField',
  'django_extensions.db.fields.ModificationDateTimeField': 'DateTimeField',
  'wagtail.fields.RichTextField': 'TextField',
  'wagtail.core.fields.RichTextField': 'TextField',
  'django.contrib.postgres.fields.jsonb.JSONField': 'JSONField',
};

const own = /^django\.(?:db\.models(?:\.fields(?:\.\w+)*)?|contrib\.postgres\.(?:fields(?:\.\w+)?|search))\.(\w+)$/;

/** A field class of the project: where the class is that it extends, and what its `db_type` says. */
export interface FieldClass {
  readonly base: string | undefined;
  readonly stored: string | undefined;
  /** What its methods look like, by their names; of a name that another module gives it there are none. */
  readonly methods?: ReadonlyMap<string, string>;
}

/** A class by its dotted name; undefined for those of packages. */
export type FieldClasses = (path: string) => FieldClass | undefined;

/** A field from the call that makes it. */
export function fieldOf(name: string, value: Value | undefined, classOf?: FieldClasses): Field {
  if (value?.kind !== 'called') throw new Unreadable(`the field ${name} is ${value ? whatOf(value) : 'missing'}`);
  if (value.isOpen) throw new Unreadable(`the field ${name} has options that are known only at run time`);
  const path = pathOf(value.callee) ?? whatOf(value.callee);
  const { type, stored, length } = typeBehind(path, classOf);
  const options = new Map([...(length ? [['max_length', number(length)] as const] : []), ...optionsOf(value, type)]);
  const inner = type === 'ArrayField' ? 'base_field' : type === 'GeneratedField' ? 'output_field' : undefined;
  const base = inner && fieldOf(name, options.get(inner), classOf);
  return { name, type, path, options, site: value.site, ...(base && { base }), ...(stored && { stored }) };
}

/** Through the classes that the project's own extend. */
function typeBehind(
  path: string,
  classOf: FieldClasses | undefined,
): { type: string | undefined; stored: string | undefined; length?: number } {
  let stored: string | undefined;
  for (let at: string | undefined = path, depth = 0; at !== undefined && depth < 10; depth += 1) {
    const other = others[at];
    if (typeof other === 'object') return { type: other[0], length: other[1], stored };
    const type = other ?? typeNamed(own.exec(at)?.[1]);
    if (type) return { type, stored };
    if (/^django\.db\.models\.(?:fields\.)?Field$/.test(at)) return { type: stored && 'Field', stored };
    const found: FieldClass | undefined = classOf?.(at);
    stored ??= found?.stored;
    at = found?.base;
  }
  return { type: undefined, stored: undefined };
}

const typeNamed = (name: string | undefined): string | undefined =>
  name !== undefined && (name in plainTypes || name in lengths || relations.includes(name) || special.includes(name))
    ? name
    : undefined;

const special = ['ArrayField', 'GeneratedField', 'DecimalField'];

function optionsOf({ args, keywords }: Called, type: string | undefined): ReadonlyMap<string, Value> {
  const first = relations.includes(type ?? '')
    ? ['to', 'on_delete']
    : type === 'ArrayField'
      ? ['base_field', 'size']
      : ['verbose_name'];
  return new Map([...args.map((arg, at) => [first[at] ?? `argument ${at + 1}`, arg] as const), ...keywords]);
}

function flag({ options, name }: Field, option: string, otherwise = false): boolean {
  const value = options.get(option);
  if (value === undefined) return otherwise;
  if (value.kind === 'constant') return value.value === true;
  throw new Unreadable(`${option} of the field ${name} is ${whatOf(value)}`);
}

export const isMany = ({ type }: Field): boolean => type === 'ManyToManyField';
export const isRelation = ({ type }: Field): boolean => type === 'ForeignKey' || type === 'OneToOneField';
export const isPrimary = (field: Field): boolean => flag(field, 'primary_key');
export const isNullable = (field: Field): boolean => flag(field, 'null') || field.type === 'NullBooleanField';
export const isUnique = (field: Field): boolean =>
  flag(field, 'unique') || isPrimary(field) || field.type === 'OneToOneField';
export const isIndexed = (field: Field): boolean =>
  flag(field, 'db_index', isRelation(field) || field.type === 'SlugField');
export const isConstrained = (field: Field): boolean => isRelation(field) && flag(field, 'db_constraint', true);
export const isAuto = ({ type }: Field): boolean => /^(?:Big|Small)?AutoField$/.test(type ?? '');

export const columnOf = (field: Field): string =>
  knownText(field.options.get('db_column')) ?? (isRelation(field) ? `${field.name}_id` : field.name);

/** The type of a column that refers to no other; a field of a class that is not known has none. */
export function typeOf(field: Field): string {
  const { type, options, base, name, path } = field;
  if (type === undefined) throw new Unreadable(`the column type of the field ${name}, a ${path}, is not known`);
  if (field.stored !== undefined) return field.stored;
  if (type === 'ArrayField' && base) {
    const size = options.get('size');
    return `${typeOf(base)}[${size?.kind === 'number' ? size.written : ''}]`;
  }
  if (type === 'GeneratedField' && base) return typeOf(base);
  if (type === 'DecimalField') return `numeric(${digits(field, 'max_digits')}, ${digits(field, 'decimal_places')})`;
  const plain = plainTypes[type];
  if (plain) return plain;
  const length = options.get('max_length');
  if (length && !isNone(length) && length.kind !== 'number')
    throw new Unreadable(`max_length of the field ${name} is ${whatOf(length)}`);
  const size = length?.kind === 'number' ? length.value : lengths[type];
  return size === undefined ? 'varchar' : `varchar(${size})`;
}

function digits({ options, name }: Field, option: string): string {
  const value = options.get(option);
  if (value?.kind === 'number') return value.written;
  throw new Unreadable(`${option} of the field ${name} is not known`);
}

/** What tells types apart for a cast: varchar(10) and varchar(20) are one. django/db/backends/postgresql/schema.py _field_data_type */
export const family = (type: string): string =>
  /^varchar/.test(type) ? 'varchar' : /^numeric/.test(type) ? 'numeric' : type;

export const checkOf = (field: Field, column: string): string | undefined =>
  /^Positive/.test(field.type ?? '') ? `"${column}" >= 0` : undefined;

const stringTypes =
  /^(?:Char|Text|Email|URL|Slug|File|Image|FilePath|CommaSeparatedInteger|CIText|CIChar|CIEmail|Binary)Field$/;

/** What fills existing rows, as SQL; undefined where nothing does. django/db/backends/base/schema.py _effective_default */
export function defaultOf(field: Field, type: string): string | undefined {
  const value = field.options.get('default');
  if (value !== undefined) return isNone(value) ? undefined : (literalOf(value, type) ?? standIn(type));
  if (!isNullable(field) && flag(field, 'blank') && stringTypes.test(field.type ?? '')) return "''";
  return flag(field, 'auto_now') || flag(field, 'auto_now_add') ? standIn(type) : undefined;
}

/** A known value as a literal of the column's type; undefined for what is computed at run time. */
export function literalOf(value: Value, type: string): string | undefined {
  if (type === 'jsonb') {
    const data = jsonOf(value);
    return data === undefined ? undefined : `${literal(data)}::jsonb`;
  }
  if (/\[\d*\]$/.test(type)) return isEmptyList(value) ? `'{}'` : undefined;
  if (value.kind === 'text' && value.hole === undefined)
    return value.bytes ? undefined : literal(value.text) + castOf(type);
  if (value.kind === 'number') return /^(?:varchar|text|citext)/.test(type) ? literal(value.written) : value.written;
  if (value.kind === 'constant' && value.value !== null) return String(value.value);
  if (value.kind === 'called' && pathOf(value.callee) === 'decimal.Decimal') {
    const [digits] = value.args;
    return knownText(digits) ?? (digits?.kind === 'number' ? digits.written : undefined);
  }
  return undefined;
}

const castOf = (type: string): string => (type === 'uuid' ? '::uuid' : '');

const isEmptyList = (value: Value): boolean =>
  pathOf(value) === 'list' || (value.kind === 'list' && value.items.length === 0 && !value.isOpen);

function jsonOf(value: Value): string | undefined {
  if (isEmptyList(value)) return '[]';
  if (pathOf(value) === 'dict') return '{}';
  if (value.kind === 'text' && value.hole === undefined) return JSON.stringify(value.text);
  if (value.kind === 'number') return value.written;
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'list' && !value.isOpen) return listed('[', value.items.map(jsonOf), ']');
  return value.kind === 'dict' && !value.isOpen ? listed('{', entriesOf(value), '}') : undefined;
}

const entriesOf = ({ entries }: Dict): (string | undefined)[] =>
  entries.map(([at, value]) => {
    const [name, data] = [knownText(at), jsonOf(value)];
    return name === undefined || data === undefined ? undefined : `${JSON.stringify(name)}: ${data}`;
  });

const listed = (open: string, parts: (string | undefined)[], close: string): string | undefined =>
  parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;

/**
 * A constant of the type, for one that Python computes once when the migration runs: the statement that it stands in does the same
 * work whatever its value is.
 */
function standIn(type: string): string {
  if (/\[\d*\]$/.test(type)) return "'{}'";
  if (/^(?:integer|bigint|smallint|double|numeric)/.test(type)) return '0';
  if (type === 'boolean') return 'false';
  if (type === 'uuid') return "'00000000-0000-0000-0000-000000000000'::uuid";
  if (type === 'jsonb') return "'{}'::jsonb";
  if (type === 'timestamp with time zone') return "'2000-01-01T00:00:00+00:00'::timestamptz";
  if (type === 'date') return "'2000-01-01'::date";
  if (type === 'time') return "'00:00:00'::time";
  if (type === 'interval') return "'0'::interval";
  if (type === 'inet') return "'0.0.0.0'::inet";
  if (/range$/.test(type)) return "'empty'";
  return "''";
}

/** Options that only Python knows of. django/db/backends/base/schema.py _field_should_be_altered, non_db_attrs */
const inPythonOnly = new Set([
  'blank',
  'choices',
  'db_column',
  'editable',
  'error_messages',
  'help_text',
  'limit_choices_to',
  'on_delete',
  'related_name',
  'related_query_name',
  'validators',
  'verbose_name',
]);

const implied: Readonly<Record<string, string>> = {
  null: 'False',
  unique: 'False',
  primary_key: 'False',
  serialize: 'True',
  auto_created: 'False',
};

/** Two fields of the same signature need no change of the schema. */
export function signature(field: Field): string {
  const options = [...field.options]
    .filter(([name, value]) => !inPythonOnly.has(name) && implied[name] !== shown(value))
    .map(([name, value]) => `${name}=${name === 'to' ? shown(value).toLowerCase() : shown(value)}`);
  return `${field.path}(${options.sort().join()})`;
}

export function shown(value: Value): string {
  if (value.kind === 'list') return `[${value.items.map(shown).join()}]`;
  if (value.kind === 'dict') return `{${value.entries.map((pair) => pair.map(shown).join(':')).join()}}`;
  if (value.kind === 'text') return JSON.stringify(value.text);
  if (value.kind === 'called') {
    const keywords = [...value.keywords].map(([name, each]) => `${name}=${shown(each)}`).sort();
    return `${shown(value.callee)}(${[...value.args.map(shown), ...keywords].join()})`;
  }
  if (value.kind === 'operation')
    return `(${value.left ? shown(value.left) : ''}${value.operator}${shown(value.right)})`;
  return whatOf(value);
}
