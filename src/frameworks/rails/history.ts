// The schema as the migrations before this one leave it. They are read for it where something asks and they have not been read yet.
import type { SourceText } from '../../source/source-text.ts';
import type { EarlierMigration, ReadOptions } from '../framework.ts';
import { type Change, emptySchema, type KnownTable, type Schema, tableOf, touchedTable } from './schema.ts';

/** What a migration knows of the schema: what those before it have made, and what it has changed so far. */
export interface History {
  readonly changes: Change[];
  /** As those before it leave it. */
  readonly before: () => Schema;
  /** How far the changes are worked out, alone and after those before. */
  own: Folded;
  whole: Folded | undefined;
}

interface Folded {
  readonly schema: Schema;
  readonly count: number;
}

const none: Folded = { schema: emptySchema, count: 0 };

type Earlier = NonNullable<ReadOptions['earlier']>;
type Read = (text: SourceText, options: ReadOptions) => unknown;

export function historyOf({ memory = new Map(), earlier = () => undefined }: ReadOptions, read: Read): History {
  return {
    changes: [],
    before: () => schemaAfter(earlier, memory, read),
    own: none,
    whole: undefined,
  };
}

interface Noting {
  readonly history: History;
  readonly machine: { readonly uncertain: number };
}

/** Of a change that may not run, its table is not known as a whole. */
export function note({ history, machine }: Noting, table: string, change: Change): void {
  history.changes.push(change);
  if (machine.uncertain > 0) history.changes.push(touchedTable(table));
}

const foldedOn = ({ changes }: History, { schema, count }: Folded): Folded => ({
  schema: changes.slice(count).reduce((known, change) => change(known), schema),
  count: changes.length,
});

/** One that the migration has made itself needs nobody else. */
export function tableIn({ history }: Pick<Noting, 'history'>, name: string): KnownTable | undefined {
  history.own = foldedOn(history, history.own);
  const own = tableOf(history.own.schema, name);
  if (own?.isWhole) return own;
  history.whole = foldedOn(history, history.whole ?? { schema: history.before(), count: 0 });
  return tableOf(history.whole.schema, name);
}

const changesOf = (path: string): string => `rails changes ${path}`;
const schemaOf = (path: string): string => `rails schema ${path}`;

/** For those that come later. */
export function keepChanges(path: string, { changes }: History, { memory }: ReadOptions): void {
  memory?.set(changesOf(path), changes);
}

function schemaAfter(earlier: Earlier, memory: Map<string, unknown>, read: Read): Schema {
  const unknown: EarlierMigration[] = [];
  let last = earlier(0);
  while (last && !memory.has(schemaOf(last.path))) {
    unknown.push(last);
    last = earlier(unknown.length);
  }
  let schema = last ? (memory.get(schemaOf(last.path)) as Schema) : emptySchema;
  for (let at = unknown.length - 1; at >= 0; at -= 1) {
    const { path, text, beside } = unknown[at] as EarlierMigration;
    const source = memory.has(changesOf(path)) ? undefined : text();
    if (source) read(source, { direction: 'up', beside, memory, earlier: (back) => earlier(at + 1 + back) });
    const changes = (memory.get(changesOf(path)) ?? []) as readonly Change[];
    schema = changes.reduce((known, change) => change(known), schema);
    memory.set(schemaOf(path), schema);
  }
  return schema;
}
