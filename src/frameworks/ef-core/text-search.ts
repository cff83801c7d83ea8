// What a tsvector is generated from: ColumnsToTsVector() of EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import type { Project } from './model.ts';
import { quote, quotedText } from './names.ts';

/** Columns of a type together, in the order in which the types come. `table` is qualified. */
export function searchVector(config: string, names: readonly string[], table: string, { model }: Project): string {
  const all = model().columns.filter((column) => column.table === table);
  const kinds = new Map<string, string[]>();
  for (const name of names) {
    const found = all.find((column) => column.name === name);
    const kind = /^jsonb?$/.test(found?.type ?? '') ? (found?.type ?? '') : 'text';
    const empty = kind === 'text' ? "''" : "'{}'";
    const value = found?.isRequired ? quote(name) : `coalesce(${quote(name)}, ${empty})`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), value]);
  }
  const language = quotedText(config);
  return [...kinds]
    .map(([kind, values]) =>
      kind === 'text'
        ? `to_tsvector(${language}, ${values.join(" || ' ' || ")})`
        : values.map((value) => `${kind}_to_tsvector(${language}, ${value}, '"all"')`).join(' || '),
    )
    .join(' || ');
}
