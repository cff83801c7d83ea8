// What a migration's own picture of the model says, in the file that EF Core writes beside it: Migrations/20240101000000_X.Designer.cs.

/** A column whose values come from a sequence. */
export interface Generated {
  readonly table: string;
  readonly schema: string | undefined;
  readonly column: string;
}

export interface Model {
  readonly defaultSchema: string | undefined;
  readonly generated: readonly Generated[];
}

const entity = /\b(?:modelBuilder\.Entity|b\d*\.OwnsOne|b\d*\.OwnsMany)\(/g;
const property = /\b\w+\.Property<[^>]*>+\("((?:[^"\\]|\\.)*)"\)/g;
const strategy = /Use(?:IdentityByDefault|IdentityAlways|Serial)Column\(\w+\.Property<[^>]*>+\("([^"]*)"\)/g;

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
  const names = new Map<string, string>();
  const properties = [...text.matchAll(property)];
  for (const [at, { 1: name = '', index }] of properties.entries()) {
    const own = text.slice(index, properties[at + 1]?.index);
    names.set(name, /\.HasColumnName\("([^"]*)"\)/.exec(own.slice(0, own.indexOf(';') + 1 || undefined))?.[1] ?? name);
  }
  return [...text.matchAll(strategy)].map(({ 1: name = '' }) => ({
    table,
    schema: schema ?? defaultSchema,
    column: names.get(name) ?? name,
  }));
}
