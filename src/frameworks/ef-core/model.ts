// What a migration's own picture of the model says, in the file that EF Core writes beside it: Migrations/20240101000000_X.Designer.cs.
import { qualified } from './names.ts';

/** A column of the model, as far as the SQL of an operation depends on it. */
export interface ModelColumn {
  /** `"shop"."users"` */
  readonly table: string;
  readonly name: string;
  /** Its values come from a sequence. */
  readonly isGenerated: boolean;
  readonly isRequired: boolean;
  readonly type: string | undefined;
}

export interface Model {
  /** That of what has none. */
  readonly defaultSchema: string | undefined;
  readonly columns: readonly ModelColumn[];
}

/** What the SQL of an operation depends on beside its arguments. */
export interface Project {
  /** The major version of EF Core. */
  readonly version: number;
  /** As it is when the migration has run. */
  readonly model: () => Model;
}

const entity = /\bmodelBuilder\.Entity\(/g;
const property = /\b\w+\.Property<([^>]*>*)>\("([^"]*)"\)/g;
const byExtension = /Use(?:IdentityByDefault|IdentityAlways|Serial)Column\(\w+\.Property<[^>]*>+\("([^"]*)"\)/g;
const byItself =
  /\.Use(?:IdentityByDefault|IdentityAlways|Serial)Column\(|"Npgsql:ValueGenerationStrategy",\s*NpgsqlValueGenerationStrategy\.(?:Identity|Serial)/;

/** The designer's code always has one form, so that it is looked through and not followed. */
export function modelIn(text: string): Model {
  const defaultSchema = /\.HasDefaultSchema\("([^"]*)"\)/.exec(text)?.[1];
  const starts = [...text.matchAll(entity)].map(({ index }) => index);
  const columns = starts.flatMap((start, at) => columnsIn(text.slice(start, starts[at + 1]), defaultSchema));
  return { defaultSchema, columns };
}

function columnsIn(text: string, defaultSchema: string | undefined): ModelColumn[] {
  const [, table, schema] = /\.ToTable\("([^"]*)"(?:,\s*"([^"]*)")?/.exec(text) ?? [];
  if (table === undefined) return [];
  const extended = new Set([...text.matchAll(byExtension)].map(([, name]) => name));
  return [...text.matchAll(property)].flatMap(({ 1: clrType = '', 2: name = '', index }): ModelColumn[] => {
    if (text.slice(0, index).endsWith('Column(')) return [];
    const own = text.slice(index, text.indexOf(';', index));
    return [
      {
        table: qualified(table, schema ?? defaultSchema),
        name: /\.HasColumnName\("([^"]*)"\)/.exec(own)?.[1] ?? name,
        isGenerated: extended.has(name) || byItself.test(own),
        isRequired:
          /\.IsRequired\(\)/.test(own) || /^(?:int|long|short|bool|decimal|double|float|Guid|DateTime)$/.test(clrType),
        type: /\.HasColumnType\("([^"]*)"\)/.exec(own)?.[1],
      },
    ];
  });
}
