// The tables as the migrations before one leave them: TypeORM compares with what it loads from the database, so those are followed
// too, each once, and only where one asks for a table that it has not made itself.

import type { Direction } from '../framework.ts';
import { bounded } from '../javascript/evaluator.ts';
import type { Neighbour, Neighbours } from '../javascript/neighbours.ts';
import type { Script } from '../javascript/tool.ts';
import { type Change, lastOf, type Runner } from './known-tables.ts';
import { loaded } from './loaded.ts';

/** Follows a way of a file with a runner. */
export type Follow = (script: Script, runner: Runner) => void;

const memoryKey = 'typeorm/changes';

function changesIn({ memory }: Neighbours): Map<string, Change> {
  const known = memory.get(memoryKey) as Map<string, Change> | undefined;
  const changes = known ?? new Map<string, Change>();
  memory.set(memoryKey, changes);
  return changes;
}

/** A way of a file, in the order in which they are run. */
interface Run {
  readonly file: Neighbour;
  readonly way: Direction;
}

/** What is run before the script: the ups before it, and for a way back all ups and then the ways back of what came later. */
function runsBefore({ earlier, self, together }: Neighbours, direction: Direction): Run[] {
  const ups = (files: readonly Neighbour[]): Run[] => files.map((file) => ({ file, way: 'up' }));
  if (direction === 'up') return ups(earlier());
  const all = together();
  const later = all.slice(all.findIndex(({ path }) => path === self.path) + 1);
  const back = all.some(({ path }) => path === self.path) ? later : [];
  const downs = [...back].reverse().map((file): Run => ({ file, way: 'down' }));
  return [...ups([...earlier(), self, ...back]), ...downs];
}

/** A runner for the script, to which the tables of earlier migrations are known. */
export function runnerOf(script: Script, follow: Follow): Runner {
  const { neighbours, direction } = script;
  let runs: readonly Run[] | undefined;
  const before = (name: string) => {
    if (!neighbours) return undefined;
    runs ??= runsBefore(neighbours, direction);
    return tableAfter(script, runs, name, follow);
  };
  return { tables: new Map(), raw: [], before };
}

const keyOf = (path: string, way: Direction): string => `${way} ${path}`;

/** To be called once the way up has been followed. */
export function keepChange({ neighbours, direction }: Script, { tables, raw }: Runner): void {
  if (neighbours && direction === 'up') changesIn(neighbours).set(keyOf(neighbours.self.path, 'up'), { tables, raw });
}

function tableAfter(script: Script, runs: readonly Run[], name: string, follow: Follow) {
  const { neighbours, direction } = script;
  if (!neighbours) return undefined;
  const known = changesIn(neighbours);
  const changes: Change[] = [];
  for (const run of runs) {
    const key = keyOf(run.file.path, run.way);
    const change = known.get(key) ?? changeOf(script, run, changes, follow);
    known.set(key, change);
    changes.push(change);
  }
  const last = lastOf(changes, name);
  if (!last) return undefined;
  // What is run in one run shares what TypeORM has in memory.
  const isCached = direction === 'up' && runs[last.at]?.file.isTogether === true;
  return isCached ? last.table : loaded(last.table);
}

const nothing: Change = { tables: new Map(), raw: [] };

/** `earlier` are the changes of those before it. */
function changeOf(script: Script, { file, way }: Run, earlier: readonly Change[], follow: Follow): Change {
  const text = file.source();
  if (!text) return nothing;
  const other = script.open(text, way);
  if (!other) return nothing;
  const before = (name: string) => {
    const last = lastOf(earlier, name);
    return last && loaded(last.table);
  };
  const runner: Runner = { tables: new Map(), raw: [], before };
  bounded(other.machine, text, () => follow(other, runner));
  return { tables: runner.tables, raw: runner.raw };
}
