// Modules of the project that a file imports: found, and followed for the names that they define.

import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { Exhausted, step } from '../followed.ts';
import { type Machine, within } from './machine.ts';
import { isParsed, parsePython } from './syntax.ts';
import type { Home, Scope } from './value.ts';

export interface Imported {
  readonly home: Home;
  readonly scope: Scope;
}

const highest = 8;
const longest = 400_000;

export function moduleAt(machine: Machine, dots: string, names: readonly string[]): Imported | undefined {
  const { project, folder } = machine;
  if (!project) return undefined;
  const key = `python module ${posix.dirname(machine.own.path)} ${dots && folder} ${dots}${names.join('.')}`;
  if (!project.memory.has(key)) {
    // What imports itself finds nothing.
    project.memory.set(key, undefined);
    project.memory.set(key, find(machine, placesOf(folder, dots, names)));
  }
  return project.memory.get(key) as Imported | undefined;
}

function placesOf(folder: string, dots: string, names: readonly string[]): string[] {
  const tail = names.join('/');
  if (dots !== '') return [posix.join(folder, '../'.repeat(dots.length - 1), tail)];
  const above = Array.from({ length: highest + 1 }, (_, up) => '../'.repeat(up));
  return above.flatMap((up) => [`${up}${tail}`, `${up}src/${tail}`]);
}

function find(machine: Machine, places: readonly string[]): Imported | undefined {
  for (const place of places) {
    for (const path of [`${place}.py`, `${place.replace(/\/$/, '')}/__init__.py`]) {
      const text = machine.project?.text(path);
      if (text !== undefined && text.length <= longest) return followed(machine, path, text);
    }
  }
  return undefined;
}

/** The module's names, without what its statements would send. */
function followed(machine: Machine, path: string, text: string): Imported | undefined {
  const source = SourceText.of(path, text);
  const parsed = parsePython(source);
  if (!isParsed(parsed)) return undefined;
  step(machine);
  const home = { source, folder: `${posix.dirname(path)}/` };
  const scope: Scope = { variables: new Map(), parent: undefined };
  aside(machine, () => within(machine, home, undefined, () => machine.execute(parsed, scope)));
  return { home, scope };
}

/** Without gaps and with limits of its own. */
function aside(machine: Machine, work: () => void): void {
  const { host, sent, changed, uncertain, steps } = machine;
  const { length } = machine.gaps;
  const { member, defined } = host;
  machine.host = { ...(member && { member }), ...(defined && { defined }) };
  try {
    work();
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  } finally {
    machine.gaps.length = length;
    Object.assign(machine, { host, sent, changed, uncertain, steps });
  }
}
