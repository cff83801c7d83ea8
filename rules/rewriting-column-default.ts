// A new column whose default differs from row to row: PostgreSQL writes the table anew to store one in each.
import {
  actionsOf,
  advice,
  alteredTable,
  blockingLocks,
  columnConstraints,
  columnParts,
  defineRule,
  eachAlone,
  effectsOn,
  fill,
  here,
  makeNotNull,
  nameOf,
  quoteIdent,
  type RelationRef,
  type RunView,
  relations,
  restOf,
  rewritesFor,
  type Step,
  sentence,
  unless,
  waiting,
} from '../src/rule.ts';

export const rewritingColumnDefault = defineRule({
  id: 'rewriting-column-default',
  summary: 'A new column has a volatile default, so the table is written anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['adding-field-with-default'],
    eugene: ['E10'],
    strongMigrations: ['add_column_default', 'add_column_default_callable'],
    migrationPilot: ['MP003'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://www.postgresql.org/docs/current/xfunc-volatility.html',
  ],
  *check(step, run) {
    const found = rewritesFor(step, 'volatile-default');
    const [first] = found;
    if (!first) return;
    const column = quoteIdent(first.reason.column ?? '');
    const rewritten = [...new Set(found.map(({ rewrite }) => rewrite))];
    const tables = rewritten.map(({ relation }) => relation);
    const locks = blockingLocks(step);
    const work = `every row of ${relations(step, tables)} is rewritten: the default of ${column} is volatile and gives each row a value of its own`;
    yield {
      message: sentence(`${waiting(step, locks)} wait while ${work}${unless(rewritten)}`),
      instead: safeWay(
        step,
        run,
        alteredTable(step) ?? first.rewrite.relation,
        new Set(found.map(({ reason }) => reason.column)),
      ),
      effects: effectsOn(step, [...tables, ...locks.map(({ relation }) => relation)]),
    };
  },
});

function safeWay(
  step: Step,
  run: RunView,
  table: RelationRef,
  columns: ReadonlySet<string | undefined>,
): string | undefined {
  const actions = actionsOf(step).filter((action) => columns.has(columnParts(step, action)?.name));
  const rest = restOf(step, run.version, { actions });
  if (!rest) return undefined;
  const ways = actions.flatMap((action) => {
    const parts = columnParts(step, action);
    const value = parts?.constraints.find(({ node }) => node.contype === 'CONSTR_DEFAULT')?.unnamed;
    if (!parts || !value) return [];
    const head = `ALTER TABLE ${nameOf(step, table)}`;
    const setDefault = `${head} ALTER COLUMN ${quoteIdent(parts.name)} SET ${value}`;
    const required = parts.constraints.some(({ node }) => node.contype === 'CONSTR_NOTNULL');
    return [
      here(step, [`${head} ${parts.head}`, setDefault]),
      fill(step, table, parts.name, value.replace(/^default\s+/i, '')),
      ...(required ? [{ note: eachAlone(step), statements: makeNotNull(step, run.version, table, parts.name) }] : []),
      ...columnConstraints(step, action, ['CONSTR_NOTNULL', 'CONSTR_NULL', 'CONSTR_DEFAULT']),
    ];
  });
  return ways.length > 0 ? advice(...rest.first, ...ways, ...rest.left) : undefined;
}
