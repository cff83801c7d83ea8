// Filling a column of a table in use: a trigger that keeps new rows in step, the old rows in batches, and NOT NULL at the end.
import { getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Relation } from '../postgres/catalog/objects.ts';
import { since, type Version } from '../postgres/versions.ts';
import type { Step } from '../simulation/step.ts';
import { eachAlone, type Stage } from './advice.ts';
import { nameOf, quoteIdent } from './names.ts';

type Named = Pick<Relation, 'oid' | 'schema' | 'name'>;

/** The columns that tell one row from another: the primary key, or where history shows none the row's place. */
export function keyOf(step: Step, { oid }: Named): string[] {
  const relation = relationBy(step.before, oid);
  for (const constraint of (relation?.constraints ?? []).flatMap(
    (one) => getAs(step.before, one, 'constraint') ?? [],
  )) {
    if (constraint.kind !== 'primary-key') continue;
    return constraint.columns.flatMap((number) => {
      const column = relation?.columns.find((one) => one.number === number);
      return column ? quoteIdent(column.name) : [];
    });
  }
  return relation?.kind === 'partitioned-table' || (relation?.children.length ?? 0) > 0
    ? ['tableoid', 'ctid']
    : ['ctid'];
}

/** A condition for at most 1000 of the rows that meet `where`; of any rows without it. */
export function someRows(step: Step, relation: Named, where?: string): string {
  const key = keyOf(step, relation);
  const columns = key.join(', ');
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const rows = `SELECT ${columns} FROM ${nameOf(step, relation)}${condition} LIMIT 1000`;
  return `${key.length > 1 ? `(${columns})` : columns} IN (${rows})`;
}

const until = 'until it changes no row';

/** One statement to repeat, each time in a transaction of its own. */
export const inBatches = (step: Step, statement: string): Stage & { readonly note: string } => ({
  note: `${step.transaction ? `${eachAlone(step)}, ` : ''}again and again, each time in a transaction of its own, ${until}`,
  statements: [statement],
});

/** `UPDATE … SET column = value` for the rows that have no value yet. */
export const fill = (step: Step, relation: Named, column: string, value: string): Stage => {
  const name = quoteIdent(column);
  const missing = someRows(step, relation, `${name} IS NULL`);
  return inBatches(step, `UPDATE ${nameOf(step, relation)} SET ${name} = ${value} WHERE ${missing}`);
};

/** A trigger that gives new and changed rows their value; `value` may name the row's columns. */
export const keepFilled = (step: Step, relation: Named, column: string, value: string): string[] =>
  trigger(step, relation, column, `  NEW.${quoteIdent(column)} := (SELECT ${value} FROM (SELECT NEW.*) AS changed);`);

/** A trigger by which two columns follow each other, whichever of them a statement writes. */
export function keepEqual(step: Step, relation: Named, from: string, to: string): string[] {
  const [old, next] = [`NEW.${quoteIdent(from)}`, `NEW.${quoteIdent(to)}`];
  const body = `  IF TG_OP = 'INSERT' THEN
    ${next} := coalesce(${next}, ${old});
    ${old} := ${next};
  ELSIF ${next} IS DISTINCT FROM OLD.${quoteIdent(to)} THEN
    ${old} := ${next};
  ELSE
    ${next} := ${old};
  END IF;`;
  return trigger(step, relation, to, body);
}

function trigger(step: Step, relation: Named, column: string, body: string): string[] {
  const name = `fill_${relation.name}_${column}`.slice(0, 63);
  const qualified = nameOf(step, { schema: relation.schema, name });
  return [
    `CREATE FUNCTION ${qualified}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n${body}\n  RETURN NEW;\nEND $$`,
    `CREATE TRIGGER ${quoteIdent(name)} BEFORE INSERT OR UPDATE ON ${nameOf(step, relation)}\n  FOR EACH ROW EXECUTE FUNCTION ${qualified}()`,
  ];
}

/** NOT NULL without a scan that anybody waits for. */
export function makeNotNull(step: Step, version: Version, relation: Named, column: string): string[] {
  const table = `ALTER TABLE ${nameOf(step, relation)}`;
  const name = quoteIdent(`${relation.name}_${column}_not_null`.slice(0, 63));
  const validate = `${table} VALIDATE CONSTRAINT ${name}`;
  if (since(version, 18)) return [`${table} ADD CONSTRAINT ${name} NOT NULL ${quoteIdent(column)} NOT VALID`, validate];
  return [
    `${table} ADD CONSTRAINT ${name} CHECK (${quoteIdent(column)} IS NOT NULL) NOT VALID`,
    validate,
    `${table} ALTER COLUMN ${quoteIdent(column)} SET NOT NULL`,
    `${table} DROP CONSTRAINT ${name}`,
  ];
}
