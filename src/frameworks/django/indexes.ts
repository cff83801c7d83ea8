// Index and constraint objects of Django as SQL. django/db/models/indexes.py, constraints.py, django/contrib/postgres/indexes.py
import { type Called, isNone, knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import { type Context, conditionSql, expressionSql, namesIn } from './expressions.ts';
import { quote, quoteAll } from './names.ts';
import { columnsNamed, type Model, type State, tableOf } from './state.ts';
import { Unreadable } from './unreadable.ts';

/** What is made of an index or constraint object. */
export interface Made {
  readonly name: string;
  readonly kind: 'index' | 'unique' | 'check';
  readonly columns: readonly string[];
  /** What follows CONSTRAINT "name" in CREATE TABLE; undefined where it is made apart. */
  readonly inline?: string;
  /** How it is made on a table that is there. */
  readonly create: (concurrently?: boolean) => string;
  /** Whether it goes by DROP INDEX. */
  readonly isIndex: boolean;
}

const methods: Readonly<Record<string, string>> = {
  GinIndex: 'gin',
  GistIndex: 'gist',
  SpGistIndex: 'spgist',
  BrinIndex: 'brin',
  HashIndex: 'hash',
  BTreeIndex: 'btree',
  BloomIndex: 'bloom',
};

const storage = [
  'fillfactor',
  'fastupdate',
  'gin_pending_list_limit',
  'buffering',
  'autosummarize',
  'pages_per_range',
  'deduplicate_items',
  'length',
];

const className = (value: Called): string => (pathOf(value.callee) ?? '').replace(/^.*\./, '');

export function indexOf(state: State, model: Model, value: Value | undefined): Made {
  const object = calledOf(value, 'an index');
  const kind = className(object);
  const method = methods[kind];
  if (kind !== 'Index' && !method) throw new Unreadable(`an index of the class ${whatOf(object.callee)} is not known`);
  const context = { state, model };
  const name = nameOf(object);
  const fields = namesIn(object.keywords.get('fields'), 'fields');
  const { columns, list } = elements(object, fields, context, true);
  const using = method ? ` USING ${method}` : '';
  const rest = `${included(object, model)}${options(object)}${tablespace(object)}${condition(object, context)}`;
  const create = (concurrently = false): string =>
    `CREATE INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${quote(name)} ON ${quote(tableOf(model))}${using} (${list})${rest}`;
  return { name, kind: 'index', columns, create, isIndex: true };
}

function calledOf(value: Value | undefined, what: string): Called {
  if (value?.kind !== 'called' || value.isOpen) throw new Unreadable(`${what} is ${value ? whatOf(value) : 'missing'}`);
  return value;
}

function nameOf({ keywords }: Called): string {
  const name = knownText(keywords.get('name'));
  if (name === undefined) throw new Unreadable('its name is not known');
  return name;
}

/** The columns or expressions, and how they stand in the parentheses. */
function elements(
  { args, keywords }: Called,
  fields: readonly string[],
  context: Context & { model: Model },
  isPlain: boolean,
): { columns: string[]; list: string } {
  if (fields.length === 0) {
    return { columns: [], list: args.map((arg) => element(arg, context)).join(', ') };
  }
  const classes = namesIn(keywords.get('opclasses'), 'opclasses');
  const columns = columnsNamed(
    context.model,
    fields.map((name) => name.replace(/^-/, '')),
  );
  const parts = columns.map((column, at) => {
    const ending = isPlain && fields[at]?.startsWith('-') ? ' DESC' : '';
    return `${quote(column)}${classes[at] ? ` ${classes[at]}` : ''}${ending}`;
  });
  return { columns, list: parts.join(', ') };
}

/** An expression stands in parentheses, a column without. */
function element(value: Value, context: Context & { model: Model }): string {
  const name = knownText(value);
  if (name !== undefined) {
    const [column = ''] = columnsNamed(context.model, [name.replace(/^-/, '')]);
    return quote(column) + (name.startsWith('-') ? ' DESC' : '');
  }
  const [, inner = '', ending = ''] =
    /^([\s\S]*?)((?: [a-z]\w*_ops)?(?: ASC| DESC)?)$/.exec(expressionSql(value, context)) ?? [];
  return /^"[^"]*"$/.test(inner) ? inner + ending : `(${inner})${ending}`;
}

function included({ keywords }: Called, model: Model): string {
  const names = namesIn(keywords.get('include'), 'include');
  return names.length === 0 ? '' : ` INCLUDE (${quoteAll(columnsNamed(model, names))})`;
}

function options({ keywords }: Called): string {
  const set = storage.flatMap((name) => {
    const value = keywords.get(name);
    return value && !isNone(value)
      ? [`${name} = ${value.kind === 'constant' ? (value.value ? 'on' : 'off') : whatOf(value)}`]
      : [];
  });
  return set.length === 0 ? '' : ` WITH (${set.join(', ')})`;
}

function tablespace({ keywords }: Called): string {
  const name = knownText(keywords.get('db_tablespace'));
  return name ? ` TABLESPACE ${quote(name)}` : '';
}

function condition({ keywords }: Called, context: Context): string {
  const value = keywords.get('condition');
  return value && !isNone(value) ? ` WHERE ${conditionSql(value, context)}` : '';
}

export function constraintOf(state: State, model: Model, value: Value | undefined): Made {
  const object = calledOf(value, 'a constraint');
  const kind = className(object);
  if (kind === 'CheckConstraint') return check(object, { state, model });
  if (kind === 'UniqueConstraint') return unique(object, { state, model });
  if (kind === 'ExclusionConstraint') return exclusion(object, { state, model });
  throw new Unreadable(`a constraint of the class ${whatOf(object.callee)} is not known`);
}

function check(object: Called, context: Context & { model: Model }): Made {
  const name = nameOf(object);
  const given = object.keywords.get('condition') ?? object.keywords.get('check');
  if (!given) throw new Unreadable(`the condition of ${name} is missing`);
  const inline = `CHECK (${conditionSql(given, context)})`;
  return { name, kind: 'check', columns: [], inline, isIndex: false, create: () => added(context.model, name, inline) };
}

const added = (model: Model, name: string, constraint: string): string =>
  `ALTER TABLE ${quote(tableOf(model))} ADD CONSTRAINT ${quote(name)} ${constraint}`;

function unique(object: Called, context: Context & { model: Model }): Made {
  const name = nameOf(object);
  const { keywords, args } = object;
  const fields = namesIn(keywords.get('fields'), 'fields');
  const { columns, list } = elements(object, fields, context, false);
  const isIndex =
    args.length > 0 || ['condition', 'include', 'opclasses'].some((option) => isGiven(keywords.get(option)));
  if (!isIndex) {
    const distinct = keywords.get('nulls_distinct');
    const nulls =
      distinct && !isNone(distinct)
        ? ` NULLS ${distinct.kind === 'constant' && distinct.value ? '' : 'NOT '}DISTINCT`
        : '';
    const constraint = `UNIQUE${nulls} (${list})${deferrable(keywords.get('deferrable'))}`;
    const create = (): string => added(context.model, name, constraint);
    return { name, kind: 'unique', columns, isIndex, create, ...(nulls === '' ? { inline: constraint } : {}) };
  }
  const rest = `${included(object, context.model)}${condition(object, context)}`;
  const create = (): string =>
    `CREATE UNIQUE INDEX ${quote(name)} ON ${quote(tableOf(context.model))} (${list})${rest}`;
  return { name, kind: 'unique', columns, isIndex, create };
}

const isGiven = (value: Value | undefined): boolean =>
  value !== undefined && !isNone(value) && !(value.kind === 'list' && value.items.length === 0);

function deferrable(value: Value | undefined): string {
  const path = value && pathOf(value);
  if (!path) return '';
  return ` DEFERRABLE INITIALLY ${path.endsWith('.DEFERRED') ? 'DEFERRED' : 'IMMEDIATE'}`;
}

function exclusion(object: Called, context: Context & { model: Model }): Made {
  const name = nameOf(object);
  const { keywords } = object;
  const pairs = keywords.get('expressions');
  if (pairs?.kind !== 'list' || pairs.isOpen) throw new Unreadable(`the expressions of ${name} are not known`);
  const method = knownText(keywords.get('index_type')) ?? 'GIST';
  const parts = pairs.items.map((pair) => {
    const [expression, operator] = pair.kind === 'list' ? pair.items : [];
    if (!expression || !operator) throw new Unreadable(`an expression of ${name} is not known`);
    return `${element(expression, context)} WITH ${operatorOf(operator)}`;
  });
  const where = keywords.get('condition');
  const limited = where && !isNone(where) ? ` WHERE (${conditionSql(where, context)})` : '';
  const inline = `EXCLUDE USING ${method} (${parts.join(', ')})${included(object, context.model)}${limited}${deferrable(keywords.get('deferrable'))}`;
  return { name, kind: 'check', columns: [], inline, isIndex: false, create: () => added(context.model, name, inline) };
}

/** django/contrib/postgres/fields/ranges.py RangeOperators */
const rangeOperators: Readonly<Record<string, string>> = {
  EQUAL: '=',
  NOT_EQUAL: '<>',
  CONTAINS: '@>',
  CONTAINED_BY: '<@',
  OVERLAPS: '&&',
  FULLY_LT: '<<',
  FULLY_GT: '>>',
  NOT_LT: '&>',
  NOT_GT: '&<',
  ADJACENT_TO: '-|-',
};

function operatorOf(value: Value): string {
  const operator = knownText(value) ?? rangeOperators[(pathOf(value) ?? '').replace(/^.*\./, '')];
  if (operator === undefined) throw new Unreadable(`an operator is ${whatOf(value)}`);
  return operator;
}
