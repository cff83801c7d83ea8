// DROP's heart: which objects go together, whether RESTRICT forbids it, and their removal in order.
// performMultipleDeletions, findDependentObjects and reportDependentObjects in src/backend/catalog/dependency.c
import { get } from '../catalog/catalog.ts';
import type { Oid } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { type DependencyKind, dependentsOn, ownersOf, partOf } from './dependents.ts';
import { changed, type Execution, fails } from './execution.ts';
import { describeObject, nameObject, type ObjectAddress } from './object-description.ts';
import { lockForDeletion, removeObject } from './removal.ts';

/** How the walk came to an object; several ways may lead to one. `reverse`: from a part to the whole it belongs to. */
type Way = DependencyKind | 'original' | 'reverse';

interface Walk {
  readonly x: Execution;
  readonly mode: LockMode;
  /** The named objects that the walk has not come to yet. */
  readonly pending: Map<string, ObjectAddress>;
  readonly stack: Set<string>;
  readonly ways: Map<string, Set<Way>>;
  /** In the order of removal: what depends goes first. */
  readonly found: Map<string, ObjectAddress>;
}

export interface DeletionOptions {
  /** DROP INDEX CONCURRENTLY: SHARE UPDATE EXCLUSIVE instead of ACCESS EXCLUSIVE. */
  readonly concurrently?: boolean;
}

const keyOf = ({ oid, column }: ObjectAddress): string => (column === undefined ? `${oid}` : `${oid}.${column}`);

/**
 * Deletes the objects with all that depends on them, takes the locks of each deletion and records a drop effect per object.
 * Under `restrict` fails with 2BP01 where something not named depends on them by more than an automatic tie.
 */
export function deleteObjects(
  x: Execution,
  targets: readonly ObjectAddress[],
  behavior: 'restrict' | 'cascade',
  options: DeletionOptions = {},
): void {
  const mode = options.concurrently ? 'ShareUpdateExclusiveLock' : 'AccessExclusiveLock';
  const pending = new Map(targets.map((target) => [keyOf(target), target]));
  const walk: Walk = { x, mode, pending, stack: new Set(), ways: new Map(), found: new Map() };
  for (const target of targets) {
    lockForDeletion(x, target, mode);
    find(walk, target, 'original');
    if (x.failed) return;
  }
  refuse(walk, targets, behavior);
  if (x.failed) return;
  recordDrops(walk);
  const going = new Set<Oid>([...walk.found.values()].flatMap(({ oid, column }) => (column === undefined ? oid : [])));
  for (const address of walk.found.values()) removeObject(x, address, going, mode);
}

function note({ ways }: Walk, key: string, way: Way): void {
  const known = ways.get(key);
  if (known) known.add(way);
  else ways.set(key, new Set([way]));
}

/** Whether the walk has the object already: itself, or the whole relation of a column. */
const has = (seen: { has(key: string): boolean }, address: ObjectAddress): boolean =>
  seen.has(keyOf(address)) || seen.has(`${address.oid}`);

function find(walk: Walk, address: ObjectAddress, way: Way): void {
  const { x, stack, found } = walk;
  const key = keyOf(address);
  if (x.failed || !get(x.catalog, address.oid)) return;
  note(walk, key, way);
  if (has(stack, address) || has(found, address)) return;
  if (toOwner(walk, address)) return;
  walk.pending.delete(key);
  stack.add(key);
  for (const dependent of dependentsOn(x, address)) {
    if (dependent.address.oid === address.oid && address.column === undefined) continue;
    lockForDeletion(x, dependent.address, walk.mode);
    find(walk, dependent.address, dependent.kind);
  }
  stack.delete(key);
  found.set(key, address);
}

/** An internal part goes with its whole: named alone it is refused, reached from elsewhere the whole is deleted instead. */
function toOwner(walk: Walk, address: ObjectAddress): boolean {
  const { x, stack, found, pending } = walk;
  for (const owner of ownersOf(x, address)) {
    if (has(stack, owner)) continue;
    if (stack.size === 0) {
      if (!has(pending, owner) && !has(found, owner)) refusePart(x, address, owner);
      return true;
    }
    lockForDeletion(x, owner, walk.mode);
    find(walk, owner, 'reverse');
    return true;
  }
  return false;
}

function refusePart(x: Execution, part: ObjectAddress, whole: ObjectAddress): void {
  fails(x, `cannot drop ${describeObject(x, part)} because ${describeObject(x, whole)} requires it`, '2BP01');
}

/** reportDependentObjects */
function refuse(walk: Walk, targets: readonly ObjectAddress[], behavior: 'restrict' | 'cascade'): void {
  const { x, ways, found } = walk;
  for (const [key, address] of found) {
    const how = ways.get(key) ?? new Set();
    const whole = address.column === undefined ? partOf(x, address.oid) : undefined;
    if (whole === undefined || how.has('partition')) continue;
    refusePart(x, address, { oid: whole });
    return;
  }
  if (behavior === 'cascade') return;
  const forbidden = [...found].some(([key, address]) => needsCascade(walk, key, address));
  if (!forbidden) return;
  const first = targets[0];
  const what = targets.length === 1 && first ? describeObject(x, first) : 'desired object(s)';
  fails(x, `cannot drop ${what} because other objects depend on ${targets.length === 1 ? 'it' : 'them'}`, '2BP01');
}

const permitted: readonly Way[] = ['original', 'auto', 'internal', 'partition', 'extension'];

function needsCascade({ ways, found }: Walk, key: string, { oid, column }: ObjectAddress): boolean {
  if (column !== undefined && found.has(`${oid}`)) return false;
  return !permitted.some((way) => ways.get(key)?.has(way));
}

function recordDrops({ x, ways, found }: Walk): void {
  for (const [key, address] of found) {
    const object = address.column !== undefined && found.has(`${address.oid}`) ? undefined : nameObject(x, address);
    if (object) changed(x, 'drop', object, ways.get(key)?.has('original') ? {} : { cascaded: true });
  }
}
