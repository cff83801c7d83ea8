// A new serial or identity column, or one of a domain with constraints: PostgreSQL writes the table anew to fill or check it.
import {
  type Action,
  actionsOf,
  advice,
  alteredTable,
  briefly,
  type ColumnParts,
  columnParts,
  defineRule,
  fill,
  getAs,
  makeNotNull,
  nameOf,
  quoteIdent,
  type Relation,
  type RunView,
  relationBy,
  rewriteProblem,
  type Step,
  typeName,
} from '../src/rule.ts';

export const rewritingNewColumn = defineRule({
  id: 'rewriting-new-column',
  summary:
    'A new serial, identity or constrained-domain column, so the table is written anew while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['adding-field-with-default'],
    eugene: ['E10', 'E11'],
    strongMigrations: ['add_column_auto_incrementing'],
    migrationPilot: ['MP015'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
  ],
  *check(step, run) {
    const problem = rewriteProblem(step, 'serial', 'identity', 'domain');
    if (!problem) return;
    const { message, effects, columns } = problem;
    yield { message, instead: safeWay(step, run, alteredTable(step)?.oid, columns), effects };
  },
});

function safeWay(
  step: Step,
  run: RunView,
  oid: number | undefined,
  columns: ReadonlySet<string | undefined>,
): string | undefined {
  const table = relationBy(step.after, oid);
  const ways = actionsOf(step).flatMap((action) => {
    const parts = columnParts(step, action);
    return table && parts && columns.has(parts.name) ? (oneColumn(step, run, table, action, parts) ?? []) : [];
  });
  return ways.join('\n') || undefined;
}

const integers: Record<string, string> = { int2: 'smallint', int4: 'integer', int8: 'bigint' };

function oneColumn(
  step: Step,
  run: RunView,
  table: Relation,
  { text }: Action,
  parts: ColumnParts,
): string | undefined {
  const type = table.columns.find(({ name }) => name === parts.name)?.type;
  const optional = /^add\s+(column\s+)?(if\s+not\s+exists\s+)?/i.exec(text)?.[0].trimEnd() ?? 'ADD COLUMN';
  const head = `ALTER TABLE ${nameOf(step, table)}`;
  const column = quoteIdent(parts.name);
  const number = type && integers[type.name];
  if (number) return numbered(step, run, table, parts.name, `${head} ${optional} ${column} ${number}`);
  const base = getAs(step.before, type?.oid, 'type')?.base;
  if (!type || !base) return undefined;
  const check = `CHECK (${column}::${typeName(type)} IS NOT DISTINCT FROM ${column}) NOT VALID`;
  const constraint = quoteIdent(`${table.name}_${parts.name}_${type.name}`);
  return advice(
    {
      note: `the type below ${typeName(type)}, with its constraints checked by one of the table`,
      statements: briefly(
        step,
        `${head} ${optional} ${column} ${typeName(base)}`,
        `${head} ADD CONSTRAINT ${constraint} ${check}`,
      ),
    },
    { note: 'then, in a transaction of its own', statements: [`${head} VALIDATE CONSTRAINT ${constraint}`] },
  );
}

function numbered(step: Step, run: RunView, table: Relation, column: string, add: string): string {
  const name = quoteIdent(column);
  const sequence = nameOf(step, { schema: table.schema, name: `${table.name}_${column}_seq` });
  const next = `nextval('${sequence.replaceAll("'", "''")}')`;
  const head = `ALTER TABLE ${nameOf(step, table)}`;
  return advice(
    {
      statements: briefly(
        step,
        add,
        `CREATE SEQUENCE ${sequence} OWNED BY ${nameOf(step, table)}.${name}`,
        `${head} ALTER COLUMN ${name} SET DEFAULT ${next}`,
      ),
    },
    fill(step, table, column, next),
    { note: 'then', statements: makeNotNull(step, run.version, table, column) },
  );
}
