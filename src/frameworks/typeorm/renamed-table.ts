// What TypeORM renames with a table: all that bears a name which it has made of the table's. PostgresQueryRunner.renameTable
import { forget, keep, type Runner } from './known-tables.ts';
import { generatedName, pathOf, quotePath, sequenceName, sequencePath } from './names.ts';
import { constraintName, enumName, indexName, isEnum, keyName } from './statements.ts';
import { type Constraint, keysOf, type Table } from './table.ts';

/** As far as the table is known. */
export function renameTable(runner: Runner, table: Table, to: string): string[] {
  const { schema } = pathOf(table.name);
  const old = table.name;
  const next = schema ? `${schema}.${to}` : to;
  const path = quotePath(next);
  const statements = [`ALTER TABLE ${quotePath(old)} RENAME TO "${to}"`];
  const constraint = (from: string, name: string): number =>
    statements.push(`ALTER TABLE ${path} RENAME CONSTRAINT "${from}" TO "${name}"`);
  const keys = keysOf(table);
  if (keys[0] && !keys[0].options.primaryKeyConstraintName) constraint(keyName(old, keys), keyName(next, keys));
  for (const { name, isGenerated, options } of table.columns) {
    if (!isGenerated || options.generationStrategy !== 'increment') continue;
    statements.push(`ALTER SEQUENCE ${quotePath(sequencePath(old, name))} RENAME TO "${sequenceName(next, name)}"`);
  }
  const renamed = (given: Constraint, before: string, after: string, say: (from: string, name: string) => unknown) => {
    if ((given.name ?? before) !== before) return given;
    say(before, after);
    return { ...given, name: after };
  };
  table.uniques = table.uniques.map((each) =>
    renamed(each, generatedName('UQ', old, each.columnNames), generatedName('UQ', next, each.columnNames), constraint),
  );
  table.indices = table.indices.map((each) => {
    const bare = { ...each, name: undefined };
    return renamed(each, indexName(old, bare), indexName(next, bare), (from, name) =>
      statements.push(`ALTER INDEX "${schema ?? 'public'}"."${from}" RENAME TO "${name}"`),
    );
  });
  table.foreignKeys = table.foreignKeys.map((each) => {
    const bare = { ...each, name: undefined };
    return renamed(each, constraintName('FK', old, bare), constraintName('FK', next, bare), constraint);
  });
  for (const column of table.columns.filter((each) => isEnum(each) && !each.options.enumName)) {
    const [from, name] = [enumName(old, column), enumName(next, column)];
    statements.push(`ALTER TYPE ${from} RENAME TO ${name.slice(name.indexOf('.') + 1)}`);
  }
  forget(runner, old);
  table.name = next;
  keep(runner, table);
  return statements;
}
