// `table(…)`, `index(…)`, `references(…)` and the columns of a migration, as Ecto.Migration understands them. lib/ecto/migration.ex
import { isNil, type List, list, type Made, type Value, wordOf } from '../elixir/value.ts';
import { nameIn, type Options, optionsOf, Unreadable } from './arguments.ts';
import { baseType, quoted, quotedText } from './columns.ts';
import type { Column, ColumnOptions, ColumnType, Constraint, Index, Reference, Table } from './operation.ts';

/** The repository's configuration, as far as migrations go by it. */
export interface RepoConfig {
  /** False: tables have none of their own. */
  readonly primaryKey: List | false;
  readonly foreignKey: List;
  readonly timestamps: List;
}

const given = (of: Made, by: string): readonly Value[] => {
  if (of.by !== by) throw new Unreadable(`it is given ${of.by}()`);
  return of.args;
};

const set = <Key extends string, Is>(key: Key, value: Is | undefined): { [name in Key]?: Is } =>
  (value === undefined ? {} : { [key]: value }) as { [name in Key]?: Is };

/** A table, and whether Ecto gives it a primary key of which kind. */
export function tableOf(value: Value | undefined): { table: Table; key: Value | undefined } {
  if (value?.kind !== 'made') return { table: { name: nameIn(value, 'the table') }, key: undefined };
  const [name, options] = given(value, 'table');
  const asked = optionsOf(options);
  asked.value('engine');
  const key = asked.value('primary_key');
  const table = {
    name: nameIn(name, 'the name of the table'),
    ...set('prefix', asked.text('prefix')),
    ...set('comment', asked.text('comment')),
    ...set('options', asked.text('options')),
  };
  asked.value('modifiers');
  asked.done();
  return { table, key };
}

/** The column that Ecto adds by itself. */
export function ownKey(key: Value | undefined, config: RepoConfig): Column[] {
  const word = wordOf(key);
  if (word === 'false' || (key === undefined && config.primaryKey === false)) return [];
  const standard = config.primaryKey === false ? undefined : config.primaryKey;
  const options = optionsOf(key?.kind === 'list' ? key : undefined, standard);
  const name = options.text('name') ?? 'id';
  const type = options.value('type');
  const rest = columnOptions(options);
  const is = type === undefined ? { name: 'bigserial' } : typeOf(type);
  return [{ name, is, options: { ...rest, isPrimaryKey: true } }];
}

function typeOf(value: Value | undefined): ColumnType {
  if (value?.kind === 'tuple') {
    const [kind, inner] = value.items;
    if (wordOf(kind) === 'array') return { name: 'array', of: typeOf(inner) };
    if (wordOf(kind) === 'map') return { name: 'map' };
  }
  return { name: nameIn(value, 'the type') };
}

function referenceOf(value: Made, config: RepoConfig): Reference {
  const [table, options] = given(value, 'references');
  const key = config.primaryKey === false ? [] : config.primaryKey.items.filter((item) => keyOf(item) === 'type');
  const asked = optionsOf(options, list([...config.foreignKey.items, ...key]));
  const type = asked.value('type');
  const reference = {
    table: nameIn(table, 'the table that it references'),
    column: asked.text('column') ?? 'id',
    type: type === undefined ? { name: 'bigserial' } : typeOf(type),
    ...set('name', asked.text('name')),
    ...set('prefix', asked.text('prefix')),
    with: asked.list('with').map(pairOf),
    ...set('match', asked.text('match')),
    onDelete: actionOf(asked.value('on_delete')),
    onUpdate: actionOf(asked.value('on_update')),
    isValidated: asked.flag('validate') ?? true,
  };
  return reference;
}

const keyOf = (item: Value): string | undefined => (item.kind === 'tuple' ? wordOf(item.items[0]) : undefined);

function pairOf(item: Value): [string, string] {
  if (item.kind !== 'tuple') throw new Unreadable('a pair of columns is known only at run time');
  return [nameIn(item.items[0], 'a column'), nameIn(item.items[1], 'a column')];
}

function actionOf(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value.kind !== 'tuple') return nameIn(value, 'what happens on a change');
  const [kind, columns] = value.items;
  const names = columns?.kind === 'list' ? columns.items.map((each) => quoted(nameIn(each, 'a column'))) : [];
  return `${nameIn(kind, 'what happens on a change')}:${names.join(', ')}`.replace(/^nilify_all:.*/, 'nilify_all');
}

const isReferences = (value: Value | undefined): value is Made => value?.kind === 'made' && value.by === 'references';

const kindOf = (value: Value | undefined, config: RepoConfig): Column['is'] =>
  isReferences(value) ? referenceOf(value, config) : typeOf(value);

/** `add :name, :type, options` and its like; Ecto passes over options that it does not know. */
export function columnOf([name, type, options]: readonly Value[], config: RepoConfig): Column {
  const asked = optionsOf(options);
  return {
    name: nameIn(name, 'the name of the column'),
    is: kindOf(type, config),
    options: { ...columnOptions(asked), ...before(asked.value('from'), config) },
  };
}

function before(from: Value | undefined, config: RepoConfig): Pick<ColumnOptions, 'from' | 'fromOptions'> {
  if (from === undefined) return {};
  const [type, options] = from.kind === 'tuple' && wordOf(from.items[0]) !== 'array' ? from.items : [from];
  const fromOptions = options === undefined ? {} : { fromOptions: columnOptions(optionsOf(options)) };
  return { from: kindOf(type, config), ...fromOptions };
}

function columnOptions(asked: Options): ColumnOptions {
  const value = asked.value('default');
  return {
    ...set('default', value && ((type: ColumnType) => defaultSql(value, type))),
    ...set('null', asked.flag('null')),
    isPrimaryKey: asked.flag('primary_key') ?? false,
    ...set('size', asked.text('size')),
    ...set('precision', asked.text('precision')),
    ...set('scale', asked.text('scale')),
    ...set('comment', asked.text('comment')),
    ...set('collation', asked.text('collation')),
    ...set('generated', asked.text('generated')),
  };
}

function defaultSql(value: Value, type: ColumnType): string {
  if (value.kind === 'made' && value.by === 'fragment') return nameIn(value.args[0], 'a default');
  if (value.kind === 'list') {
    const of = type.of ?? { name: 'string' };
    return `ARRAY[${value.items.map((item) => defaultSql(item, of)).join(',')}]::${baseType(of)}[]`;
  }
  if (value.kind === 'map') return quotedText(jsonOf(value));
  if (isNil(value)) return 'NULL';
  const word = nameIn(value, 'a default');
  if (value.kind === 'number') return word;
  if (value.kind === 'atom') return word === 'true' || word === 'false' ? word : quotedText(word);
  return quotedText(word);
}

function jsonOf(value: Value): string {
  if (value.kind === 'map') {
    const pairs = value.pairs.map(([key, of]) => `${JSON.stringify(nameIn(key, 'a default'))}:${jsonOf(of)}`);
    return `{${pairs.join(',')}}`;
  }
  if (value.kind === 'list') return `[${value.items.map(jsonOf).join(',')}]`;
  const word = isNil(value) ? 'null' : nameIn(value, 'a default');
  const isPlain = value.kind === 'number' || (value.kind === 'atom' && /^(?:null|true|false)$/.test(word));
  return isPlain ? word : JSON.stringify(word);
}

/** `timestamps()` as the columns that it adds. */
export function timestampsOf(options: Value | undefined, config: RepoConfig): Column[] {
  const asked = optionsOf(options, config.timestamps);
  const type = asked.value('type');
  const is = type === undefined ? { name: 'naive_datetime' } : typeOf(type);
  const rest = columnOptions(asked);
  const named = (option: string): Column[] => {
    const name = asked.text(option) ?? option;
    return name === 'false' ? [] : [{ name, is, options: { ...rest, null: rest.null ?? false } }];
  };
  return [...named('inserted_at'), ...named('updated_at')];
}

const directions: Readonly<Record<string, string>> = {
  asc: 'ASC',
  asc_nulls_first: 'ASC NULLS FIRST',
  asc_nulls_last: 'ASC NULLS LAST',
  desc: 'DESC',
  desc_nulls_first: 'DESC NULLS FIRST',
  desc_nulls_last: 'DESC NULLS LAST',
};

function indexColumn(value: Value): string {
  if (value.kind === 'tuple') {
    const direction = directions[nameIn(value.items[0], 'the order of a column')];
    if (direction === undefined) throw new Unreadable('the order of a column is not known');
    return `${indexColumn(value.items[1] as Value)} ${direction}`;
  }
  const name = nameIn(value, 'a column of the index');
  return value.kind === 'atom' ? quoted(name) : name;
}

const bare = (value: Value): string => nameIn(value.kind === 'tuple' ? value.items[1] : value, 'a column of the index');

export function indexOf(value: Made): Index {
  const isUnique = value.by === 'unique_index';
  const [table, columns, options] = isUnique ? value.args : given(value, 'index');
  // `index(:posts, unique: true, name: …)` names an index by its table.
  const asked = optionsOf(options ?? undefined);
  const name = nameIn(table, 'the table of the index');
  const listed = columns?.kind === 'list' ? columns.items : columns ? [columns] : [];
  const include = asked.list('include');
  const index = {
    table: name,
    ...set('prefix', asked.text('prefix')),
    name: asked.text('name') ?? defaultName([name, ...listed.map(bare), 'index']),
    columns: listed.map(indexColumn),
    isUnique: isUnique || (asked.flag('unique') ?? false),
    isConcurrent: asked.flag('concurrently') ?? false,
    ...set('using', asked.text('using')),
    include: include.map(indexColumn),
    ...set('nullsDistinct', asked.flag('nulls_distinct')),
    isOnly: asked.flag('only') ?? false,
    ...set('options', asked.text('options')),
    ...set('where', asked.text('where')),
    ...set('comment', asked.text('comment')),
  };
  asked.done();
  return index;
}

const defaultName = (parts: readonly string[]): string =>
  parts
    .map((part) => part.replace(/\W/g, '_').replace(/_+$/, ''))
    .join('_')
    .slice(0, 63);

export function constraintOf(value: Made): Constraint {
  const [table, name, options] = given(value, 'constraint');
  const asked = optionsOf(options);
  const constraint = {
    table: nameIn(table, 'the table of the constraint'),
    name: nameIn(name, 'the name of the constraint'),
    ...set('prefix', asked.text('prefix')),
    ...set('check', asked.text('check')),
    ...set('exclude', asked.text('exclude')),
    isValidated: asked.flag('validate') ?? true,
    ...set('comment', asked.text('comment')),
  };
  asked.done();
  return constraint;
}
