// A stored generated column, new or with another expression: PostgreSQL writes the table anew to store a value in each row.
import {
  actionsOf,
  advice,
  alteredTable,
  briefly,
  columnParts,
  defineRule,
  fill,
  keepFilled,
  nameOf,
  quoteIdent,
  type Relation,
  type RunView,
  relationBy,
  rewriteProblem,
  type Step,
  since,
  typeName,
} from '../src/rule.ts';

export const rewritingGeneratedColumn = defineRule({
  id: 'rewriting-generated-column',
  summary: 'A stored generated column is added or computed anew, so the table is rewritten while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['adding-field-with-default'],
    eugene: ['E10', 'E11'],
    strongMigrations: ['add_column_generated_stored'],
    migrationPilot: ['MP062'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://www.postgresql.org/docs/current/ddl-generated-columns.html',
  ],
  *check(step, run) {
    const problem = rewriteProblem(step, 'generated', 'expression');
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
  if (!table) return undefined;
  const ways = actionsOf(step).flatMap((action) => {
    const parts = columnParts(step, action);
    const generated = parts?.constraints.find(({ node }) => node.contype === 'CONSTR_GENERATED');
    if (parts && generated && columns.has(parts.name)) {
      return newColumn(step, run, table, { name: parts.name, head: parts.head, text: generated.unnamed });
    }
    const { subtype, name } = action.node;
    return subtype === 'AT_SetExpression' && columns.has(name) ? newExpression(step, table, name, action.text) : [];
  });
  return ways.join('\n') || undefined;
}

/** What stands in the outermost parentheses. */
const expressionIn = (text: string): string => text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')).trim();

interface NewColumn {
  readonly name: string;
  /** `ADD COLUMN total int` */
  readonly head: string;
  /** `GENERATED ALWAYS AS (…) STORED` */
  readonly text: string;
}

function newColumn(step: Step, run: RunView, table: Relation, { name, head, text }: NewColumn): string {
  const add = `ALTER TABLE ${nameOf(step, table)} ${head}`;
  const expression = expressionIn(text);
  if (since(run.version, 18)) {
    const virtual = `${add} GENERATED ALWAYS AS (${expression}) VIRTUAL`;
    return advice({ note: 'computed when it is read: nothing is stored', statements: briefly(step, virtual) });
  }
  return advice(
    {
      note: 'a plain column that a trigger fills',
      statements: briefly(step, add, ...keepFilled(step, table, name, expression)),
    },
    fill(step, table, name, expression),
  );
}

function newExpression(step: Step, table: Relation, column: string | undefined, text: string): string[] {
  const type = table.columns.find(({ name }) => name === column)?.type;
  if (!type) return [];
  const name = `${column}_new`;
  const expression = expressionIn(text);
  const add = `ALTER TABLE ${nameOf(step, table)} ADD COLUMN ${quoteIdent(name)} ${typeName(type)}`;
  const way = advice(
    {
      note: 'a plain column beside the generated one, which a trigger fills',
      statements: briefly(step, add, ...keepFilled(step, table, name, expression)),
    },
    fill(step, table, name, expression),
    {
      note: `then deploy the application that reads ${name}, and drop ${column} when nothing reads it`,
      statements: [],
    },
  );
  return [way];
}
