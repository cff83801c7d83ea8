// Modules of the project that a file imports: found, and followed for the names that they define.

import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { Exhausted, step } from '../followed.ts';
import { type Definitions, definitionsIn } from './definitions.ts';
import { type Machine, within } from './machine.ts';
import type { Node } from './syntax.ts';
import type { Home, Scope, Value } from './value.ts';

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
  const parts = partsOf(machine, path, text);
  if (!parts) return undefined;
  step(machine);
  const home = { source: parts.source, folder: `${posix.dirname(path)}/` };
  const scope: Scope = { variables: new Map(), parent: undefined, definitionOf: parts.of, home };
  executeAside(machine, home, scope, parts.rest);
  return { home, scope };
}

/** Once for all files of the project, from wherever they import it. */
function partsOf(machine: Machine, path: string, text: string): Definitions | undefined {
  const memory = machine.project?.memory;
  const key = `python code ${posix.join(posix.dirname(machine.own.path), path)}`;
  if (!memory?.has(key)) memory?.set(key, definitionsIn(SourceText.of(path, text)));
  return memory?.get(key) as Definitions | undefined;
}

const executeAside = (machine: Machine, home: Home, scope: Scope, node: Node): void =>
  aside(machine, () => within(machine, home, undefined, () => machine.execute(node, scope)));

/** What a name stands for in a scope, not in those around it. */
export function variableOf(machine: Machine, scope: Scope, name: string): Value | undefined {
  const { variables, definitionOf, home } = scope;
  const known = variables.get(name);
  if (known || !definitionOf || !home) return known;
  const definition = definitionOf(name);
  // What defines itself by itself finds nothing.
  if (!definition || machine.defining.has(definition)) return undefined;
  machine.defining.add(definition);
  executeAside(machine, home, scope, definition);
  machine.defining.delete(definition);
  return variables.get(name);
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
