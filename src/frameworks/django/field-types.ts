// The column types of Django's fields on PostgreSQL, and the fields that have one. django/db/backends/postgresql/base.py
export const plainTypes: Readonly<Record<string, string>> = {
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
export const lengths: Readonly<Record<string, number | undefined>> = {
  CharField: undefined,
  EmailField: 254,
  URLField: 200,
  SlugField: 50,
  FileField: 100,
  ImageField: 100,
  FilePathField: 100,
  CommaSeparatedIntegerField: undefined,
};

export const relations = ['ForeignKey', 'OneToOneField', 'ManyToManyField'];

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

/** Through the classes that the project's own extend. */
export function typeBehind(path: string, classOf: FieldClasses | undefined): Behind {
  let stored: string | undefined;
  for (let at: string | undefined = path, depth = 0; at !== undefined && depth < 10; depth += 1) {
    const known = knownAt(at);
    if (known) return stored === undefined ? known : { ...known, stored };
    if (/^django\.db\.models\.(?:fields\.)?Field$/.test(at)) return { type: stored && 'Field', stored };
    const found: FieldClass | undefined = classOf?.(at);
    stored ??= found?.stored;
    at = found?.base;
  }
  return { type: undefined, stored: undefined };
}

interface Behind {
  readonly type: string | undefined;
  readonly stored: string | undefined;
  readonly length?: number;
}

const asked = new Map<string, Behind | undefined>();

/** Of Django's own and of packages in wide use. */
function knownAt(path: string): Behind | undefined {
  if (asked.has(path)) return asked.get(path);
  const other = others[path];
  const type = typeof other === 'string' ? other : typeNamed(own.exec(path)?.[1]);
  const found =
    typeof other === 'object'
      ? { type: other[0], length: other[1], stored: undefined }
      : type === undefined
        ? undefined
        : { type, stored: undefined };
  if (asked.size < mostAsked) asked.set(path, found);
  return found;
}

const mostAsked = 1_000;

const typeNamed = (name: string | undefined): string | undefined =>
  name !== undefined && (name in plainTypes || name in lengths || relations.includes(name) || special.includes(name))
    ? name
    : undefined;

const special = ['ArrayField', 'GeneratedField', 'DecimalField'];
