// The tables as the migrations before one leave them: TypeORM compares with what it loads from the database, so those are followed
// too, each once, and only where one asks for a table that it has not made itself.
import { bounded } from '../javascript/evaluator.ts';
import type { Neighbour, Neighbours } from '../javascript/neighbours.ts';
import type { Script } from '../javascript/tool.ts';
import { type Change, lastOf, type Runner } from './known-tables.ts';
import { loaded } from './loaded.ts';

/** Follows the way up of a file with a runner. */
export type Follow = (script: Script, runner: Runner) => void;

const memoryKey = 'typeorm/changes';

function changesIn({ memory }: Neighbours): Map<string, Change> {
  const known = memory.get(memoryKey) as Map<string, Change> | undefined;
  const changes = known ?? new Map<string, Change>();
  memory.set(memoryKey, changes);
  return changes;
}

/** A runner for the script, to which the tables of earlier migrations are known. */
export function runnerOf(script: Script, follow: Follow): Runner {
  const { neighbours, direction } = script;
  let files: readonly Neighbour[] | undefined;
  const before = (name: string) => {
    if (!neighbours) return undefined;
    files ??= direction === 'up' ? neighbours.earlier() : [...neighbours.earlier(), neighbours.self];
    return tableAfter(script, files, name, follow);
  };
  return { tables: new Map(), raw: [], before };
}

/** To be called once the way up has been followed. */
export function keepChange({ neighbours, direction }: Script, { tables, raw }: Runner): void {
  if (neighbours && direction === 'up') changesIn(neighbours).set(neighbours.self.path, { tables, raw });
}

function tableAfter(script: Script, files: readonly Neighbour[], name: string, follow: Follow) {
  const { neighbours, direction } = script;
  if (!neighbours) return undefined;
  const known = changesIn(neighbours);
  const changes: Change[] = [];
  for (const file of files) {
    const change = known.get(file.path) ?? changeOf(script, file, changes, follow);
    known.set(file.path, change);
    changes.push(change);
  }
  const last = lastOf(changes, name);
  if (!last) return undefined;
  // What is run in one run shares what TypeORM has in memory.
  const isCached = direction === 'up' && files[last.at]?.isTogether === true;
  return isCached ? last.table : loaded(last.table);
}

const nothing: Change = { tables: new Map(), raw: [] };

/** `earlier` are the changes of those before it. */
function changeOf(script: Script, file: Neighbour, earlier: readonly Change[], follow: Follow): Change {
  const text = file.source();
  if (!text) return nothing;
  if (!mayBuild(text.text)) return { tables: new Map(), raw: [text.text] };
  const other = script.open(text, 'up');
  if (!other) return nothing;
  const before = (name: string) => {
    const last = lastOf(earlier, name);
    return last && loaded(last.table);
  };
  const runner: Runner = { tables: new Map(), raw: [], before };
  bounded(other.machine, text, () => follow(other, runner));
  return { tables: runner.tables, raw: runner.raw };
}

/** Whether there is more than calls of `query` in a file. */
const mayBuild = (text: string): boolean =>
  /\.(?:create|add|change|rename|drop)[A-Z]\w+\s*\(/.test(text) || /\bfrom\s*['"]\.|\brequire\(\s*['"]\./.test(text);
