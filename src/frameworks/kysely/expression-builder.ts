// Kysely's expression builder, `eb`, and its functions, `eb.fn`. src/expression/expression-builder.ts, function-module.ts
import type { Machine } from '../javascript/machine.ts';
import { type Plain, plain, stringOf } from '../javascript/plain.ts';
import { type Native, native, type Value } from '../javascript/value.ts';
import {
  aliasedName,
  attempted,
  type Context,
  conditionSql,
  filtersSql,
  literalSql,
  referenceSql,
  type Sql,
  separated,
  valueSql,
  written,
} from './expressions.ts';
import { fragment } from './fragments.ts';

type Make = (args: readonly Plain[], context: Context) => Sql;
type Build = (key: string) => Native | undefined;

/** `queries` gives what starts a query: `eb.selectFrom`. */
export function expressionBuilder(machine: Machine, queries: Build): Native {
  const self: Native = native('eb', {
    call: made(machine, () => self, conditionOf),
    get(key) {
      if (key === 'eb') return self;
      if (key === 'fn') return functionModule(machine, () => self);
      if (key === 'case') return native('eb.case', { call: ({ args }) => caseBuilder(machine, () => self, args) });
      const make = Object.hasOwn(makes, key) ? makes[key] : undefined;
      return make ? native(`eb.${key}`, { call: made(machine, () => self, make) }) : queries(key);
    },
  });
  return self;
}

/** A function of the builder, whose result is an expression. */
const made =
  (machine: Machine, eb: () => Native, make: Make, end: (sql: Sql) => Native = (sql) => expression(machine, eb, sql)) =>
  ({ args, site }: Parameters<NonNullable<Native['call']>>[0]): Value =>
    end(
      attempted(() =>
        make(
          args.map((arg, at) => plain(arg, `argument ${at + 1}`)),
          { machine, site, eb },
        ),
      ),
    );

/** `(…).and(…)` stands in brackets where it is used, and goes on without them. */
function expression(machine: Machine, eb: () => Native, sql: Sql, inner = sql): Native {
  const chained = (word: string): Native =>
    native(word, {
      call: made(
        machine,
        eb,
        (args, context) => written(inner, ` ${word} `, conditionSql(context, args)),
        (all) => expression(machine, eb, written('(', all, ')'), all),
      ),
    });
  return fragment(machine, sql, (key) => (key === 'and' || key === 'or' ? chained(key) : undefined));
}

const conditionOf: Make = (args, context) => conditionSql(context, args);

const between =
  (words: string): Make =>
  ([value, from, to], context) =>
    written(referenceSql(context, value), ` ${words} `, valueSql(context, from), ' and ', valueSql(context, to));

const before =
  (words: string): Make =>
  ([value], context) =>
    written(words, referenceSql(context, value));

const makes: Readonly<Record<string, Make>> = {
  ref: ([name], context) => referenceSql(context, name),
  val: ([value], context) => valueSql(context, value),
  lit: ([value]) => literalSql(value),
  table: ([name]) => written(aliasedName(stringOf(name, 'the table'))),
  and: ([list], context) => filtersSql(context, list, 'and'),
  or: ([list], context) => filtersSql(context, list, 'or'),
  not: before('not '),
  exists: before('exists '),
  neg: before('-'),
  unary: ([operator, value], context) =>
    written(`${stringOf(operator, 'the operator')} `, referenceSql(context, value)),
  between: between('between'),
  betweenSymmetric: between('between symmetric'),
  parens: (args, context) => written('(', conditionSql(context, args), ')'),
  cast: ([value, type], context) =>
    written(
      'cast(',
      referenceSql(context, value),
      ' as ',
      typeof type === 'string' ? type : valueSql(context, type),
      ')',
    ),
  tuple: (args, context) => written('(', separated(args.map((arg) => valueSql(context, arg))), ')'),
  refTuple: (args, context) => written('(', separated(args.map((arg) => referenceSql(context, arg))), ')'),
};

const listed = (value: Plain): readonly Plain[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const calledOn = (name: string, args: readonly Plain[], context: Context): Sql =>
  written(`${name}(`, separated(args.map((arg) => referenceSql(context, arg))), ')');

const aggregates = new Set(['avg', 'count', 'max', 'min', 'sum']);

/** `fn('lower', ['name'])`, `fn.count('id')`, `fn.countAll()`. */
export function functionModule(machine: Machine, eb: () => Native): Native {
  const named: Make = ([name, args], context) => calledOn(stringOf(name, 'the function'), listed(args), context);
  const total: Make = ([table]) =>
    written(`count(${table === undefined ? '*' : `${aliasedName(stringOf(table, 'the table'))}.*`})`);
  const aggregate = (sql: Sql): Native => aggregateOf(machine, eb, sql);
  return native('fn', {
    call: made(machine, eb, named),
    get(key) {
      if (key === 'agg') return native('fn.agg', { call: made(machine, eb, named, aggregate) });
      if (key === 'countAll') return native('fn.countAll', { call: made(machine, eb, total, aggregate) });
      const make: Make = (args, context) => calledOn(key, args, context);
      if (aggregates.has(key)) return native(`fn.${key}`, { call: made(machine, eb, make, aggregate) });
      return key === 'coalesce' || key === 'any' ? native(`fn.${key}`, { call: made(machine, eb, make) }) : undefined;
    },
  });
}

/** `fn.count('id').distinct().filterWhere('age', '>', 3)`. */
function aggregateOf(machine: Machine, eb: () => Native, sql: Sql, filter?: Sql): Native {
  const whole = filter ? written(sql, ' filter(where ', filter, ')') : sql;
  return fragment(machine, whole, (key) => {
    if (key === 'distinct') return native(key, { call: () => aggregateOf(machine, eb, distinctIn(sql), filter) });
    const more: Make = (args, context) => written(...(filter ? [filter, ' and '] : []), conditionSql(context, args));
    return key === 'filterWhere'
      ? native(key, { call: made(machine, eb, more, (all) => aggregateOf(machine, eb, sql, all)) })
      : undefined;
  });
}

/** Within the brackets of the call. */
function distinctIn([head, ...rest]: Sql): Sql {
  return head?.kind === 'text' ? written(`${head.text}distinct `, rest) : rest;
}

/** `eb.case().when('age', '>', 17).then('adult').else('child').end()`. */
function caseBuilder(machine: Machine, eb: () => Native, [subject]: readonly Value[]): Native {
  const start = subject
    ? made(machine, eb, ([value], context) => written('case ', referenceSql(context, value)))
    : undefined;
  const at = (sql: Sql): Native =>
    native('eb.case', {
      get(key) {
        const make = caseSteps.get(key);
        if (key === 'end' || key === 'endCase')
          return native(key, {
            call: () => expression(machine, eb, written(sql, key === 'end' ? ' end' : ' end case')),
          });
        return (
          make && native(key, { call: made(machine, eb, (args, context) => written(sql, make(args, context)), at) })
        );
      },
    });
  if (!start || !subject) return at(written('case'));
  return native('eb.case', {
    get: (key, site) => at(attempted(() => fragmentParts(start({ args: [subject], site })))).get?.(key, site),
  });
}

const fragmentParts = (value: Value): Sql =>
  value.kind === 'native' ? ((value.data as { parts?: Sql } | undefined)?.parts ?? []) : [];

const caseSteps: ReadonlyMap<string, Make> = new Map([
  ['when', (args, context) => written(' when ', conditionSql(context, args))],
  ['then', ([value], context) => written(' then ', valueSql(context, value))],
  ['else', ([value], context) => written(' else ', valueSql(context, value))],
]);
