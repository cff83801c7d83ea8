// What an earlier run made of a project's history, in place of replaying it. Whatever the replay goes by is in the name that it is
// kept under or compared when it is found, and what can't be is not kept, so that a run with it reports what one without would.
import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { HistoryReport } from './findings/judged.ts';
import { countIn, type HistoryKey, historyKey } from './history-key.ts';
import { type FoldedCatalog, foldedCatalog, unfoldedCatalog } from './postgres/catalog/catalog.ts';
import type { Inputs, LeftOut, PlannedMigration, Project, Reading } from './selection/request.ts';
import type { KeptState } from './simulation/kept-state.ts';

/** Where histories are kept. Nothing of it may throw. */
export interface HistoryStore {
  /** Of the program that asks and what it runs on: another's histories are none of ours. */
  readonly program: string;
  /** How many statements have to be replayed to be worth keeping. */
  readonly least: number;
  readonly names: () => readonly string[];
  readonly read: (name: string) => Uint8Array | undefined;
  readonly write: (name: string, contents: Uint8Array) => void;
}

interface KeptHistory {
  readonly state: KeptState;
  readonly report: HistoryReport;
  readonly leftOut: readonly LeftOut[];
  /** The fingerprints of what the files beside the migrations, by number, held. */
  readonly beside: readonly (readonly [migration: number, beside: Inputs['beside'][number]])[];
}

export interface Recalled extends KeptHistory {
  /** How many migrations it stands for. */
  readonly count: number;
  /** What each migration of the history holds, as far as it was read. */
  readonly bytes: readonly Uint8Array[];
  readonly key: HistoryKey;
}

/** `settings`: whatever the simulation is told beside the migrations. */
export function keyOf({ migrations }: Project, program: string, settings: unknown): HistoryKey {
  // What else is taken back is not kept.
  const undoes = migrations.flatMap((migration) => migration.undoes ?? []);
  return historyKey({ format: 1, program, settings, undoes });
}

/** The longest stretch of the history that an earlier run has kept. */
export function recall(
  store: HistoryStore,
  history: readonly PlannedMigration[],
  key: HistoryKey,
): Recalled | undefined {
  const names = new Set(store.names());
  const counts = new Set([...names].flatMap((name) => countIn(name) ?? []));
  const longest = Math.max(0, ...[...counts].filter((count) => count <= history.length));
  const found: { name: string; key: HistoryKey }[] = [];
  const bytes: Uint8Array[] = [];
  for (const migration of history.slice(0, longest)) {
    const held = migration.source?.bytes();
    if (!held) break;
    key.add(migration, held);
    bytes.push(held);
    if (!counts.has(bytes.length)) continue;
    const { name } = key.stretch();
    if (names.has(name)) found.push({ name, key: key.copy() });
  }
  for (const { name, key } of found.reverse()) {
    const { count } = key.stretch();
    const kept = opened(store.read(name));
    if (kept && isStillSo(kept, history, count)) return { ...kept, count, bytes, key };
  }
  return undefined;
}

function isStillSo({ state, beside }: KeptHistory, history: readonly PlannedMigration[], count: number): boolean {
  if (!state.settings && count < history.length) return false;
  return beside.every(([at, [name, held]]) => fingerprint(history[at]?.source?.beside(name)) === held);
}

/** Of what a file beside a migration holds, which may be imported by many. */
const fingerprint = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= 64 ? text : createHash('sha256').update(text).digest('base64');

interface FoldedHistory extends Omit<KeptHistory, 'state'> {
  readonly state: Omit<KeptState, 'catalog' | 'undone'> & {
    readonly catalog: FoldedCatalog;
    readonly undone: ReadonlyMap<string, { readonly file: string; readonly before: FoldedCatalog }>;
  };
  /** The lengths of the parts, in bytes, which follow it one after another. */
  readonly parts: readonly number[];
}

const hashLength = 32;
const headLength = hashLength + 4;

/** Undefined for what is damaged. A run looks at a few of a catalog's objects, so that most parts are never read. */
function opened(contents: Uint8Array | undefined): KeptHistory | undefined {
  if (!contents || contents.length < headLength) return undefined;
  const hash = createHash('sha256').update(contents.subarray(hashLength)).digest();
  if (!hash.equals(contents.subarray(0, hashLength))) return undefined;
  try {
    const end = headLength + new DataView(contents.buffer, contents.byteOffset).getUint32(hashLength);
    const { parts, state, ...rest } = deserialize(contents.subarray(headLength, end)) as FoldedHistory;
    const starts = [end];
    for (const length of parts) starts.push((starts.at(-1) ?? end) + length);
    const known = new Map<number, unknown>();
    const part = (at: number): unknown => {
      if (!known.has(at)) known.set(at, deserialize(contents.subarray(starts[at], starts[at + 1])));
      return known.get(at);
    };
    const undone = [...state.undone].map(
      ([path, { file, before }]) => [path, { file, before: unfoldedCatalog(before, part) }] as const,
    );
    return { ...rest, state: { ...state, catalog: unfoldedCatalog(state.catalog, part), undone: new Map(undone) } };
  } catch {
    return undefined;
  }
}

function sealed({ state, ...rest }: KeptHistory): Uint8Array {
  const parts: Uint8Array[] = [];
  const numbers = new Map<object, number>();
  const partOf = (part: object): number => {
    const number = numbers.get(part) ?? parts.push(serialize(part)) - 1;
    numbers.set(part, number);
    return number;
  };
  const undone = [...state.undone].map(
    ([path, { file, before }]) => [path, { file, before: foldedCatalog(before, partOf) }] as const,
  );
  const folded = { ...state, catalog: foldedCatalog(state.catalog, partOf), undone: new Map(undone) };
  const lengths = parts.map(({ length }) => length);
  const head = serialize({ ...rest, state: folded, parts: lengths } satisfies FoldedHistory);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const contents = Buffer.concat([length, head, ...parts]);
  return Buffer.concat([createHash('sha256').update(contents).digest(), contents]);
}

/** What goes by while a history is replayed, until it can be kept. */
export interface Keeper {
  /** To be told of each migration of the history that is read. */
  readonly read: (migration: PlannedMigration, reading: Reading, at: number) => void;
  /** The replay goes by something else, so nothing is kept. */
  readonly giveUp: () => void;
  readonly takeState: (state: KeptState | undefined) => void;
  /** Keeps it: the last thing that is needed. */
  readonly takeReport: (report: HistoryReport) => void;
}

export function keeper(store: HistoryStore, project: Project, from: { key: HistoryKey; recalled?: Recalled }): Keeper {
  const { key, recalled } = from;
  const needed = new Set(project.migrations.map(({ undoes }) => undoes));
  const leftOut = [...(recalled?.leftOut ?? [])];
  const beside = [...(recalled?.beside ?? [])];
  let isWhole = true;
  let state: KeptState | undefined;
  const giveUp = () => {
    isWhole = false;
  };
  return {
    giveUp,
    read: (migration, reading, at) => {
      if (!reading.inputs) return giveUp();
      key.add(migration, reading.inputs.bytes);
      for (const [name, text] of reading.inputs.beside) beside.push([at, [name, fingerprint(text)]]);
      if ('leftOut' in reading) leftOut.push(reading.leftOut);
    },
    takeState: (kept) => {
      if (!isWhole) return;
      const undone = kept && new Map([...kept.undone].filter(([path]) => needed.has(path)));
      state = kept && undone && { ...kept, undone };
    },
    takeReport: (report) => {
      if (!state || state.step - (recalled?.state.step ?? 0) < store.least) return;
      try {
        store.write(key.stretch().name, sealed({ state, report, leftOut, beside }));
      } catch {
        // What can't be serialised is replayed each time.
      }
    },
  };
}
