// What a migration's own picture of the model says, in the file that EF Core writes beside it: Migrations/20240101000000_X.Designer.cs.

/** A column whose values come from a sequence. */
export interface Generated {
  readonly table: string;
  readonly schema: string | undefined;
  readonly column: string;
}

export interface Model {
  /** That of what has none. */
  readonly defaultSchema: string | undefined;
  readonly generated: readonly Generated[];
}

const entity = /\bmodelBuilder\.Entity\(/g;
const property = /\b\w+\.Property<[^>]*>+\("([^"]*)"\)/g;
const byExtension = /Use(?:IdentityByDefault|IdentityAlways|Serial)Column\(\w+\.Property<[^>]*>+\("([^"]*)"\)/g;
const byItself =
  /\.Use(?:IdentityByDefault|IdentityAlways|Serial)Column\(|"Npgsql:ValueGenerationStrategy",\s*NpgsqlValueGenerationStrategy\.(?:Identity|Serial)/;

/** The designer's code always has one form, so that it is looked through and not followed. */
export function modelIn(text: string): Model {
  const defaultSchema = /\.HasDefaultSchema\("([^"]*)"\)/.exec(text)?.[1];
  const starts = [...text.matchAll(entity)].map(({ index }) => index);
  const generated = starts.flatMap((start, at) => generatedIn(text.slice(start, starts[at + 1]), defaultSchema));
  return { defaultSchema, generated };
}

function generatedIn(text: string, defaultSchema: string | undefined): Generated[] {
  const [, table, schema] = /\.ToTable\("([^"]*)"(?:,\s*"([^"]*)")?/.exec(text) ?? [];
  if (table === undefined) return [];
  const extended = new Set([...text.matchAll(byExtension)].map(([, name]) => name));
  return [...text.matchAll(property)].flatMap(({ 1: name = '', index }): Generated[] => {
    // What is said of a property ends with its statement; the second time it is named is within the call of the extension.
    const own = text.slice(index, text.indexOf(';', index));
    const isOwn = !text.slice(0, index).endsWith('Column(');
    if (!isOwn || !(extended.has(name) || byItself.test(own))) return [];
    const column = /\.HasColumnName\("([^"]*)"\)/.exec(own)?.[1] ?? name;
    return [{ table, schema: schema ?? defaultSchema, column }];
  });
}
