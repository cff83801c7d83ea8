// Phrases for messages: who waits on which relations, and what a fact depends on.
import { relationBy } from '../postgres/catalog/catalog.ts';
import type { Effect, RelationRef } from '../postgres/effect.ts';
import { blocksReads, type LockMode } from '../postgres/locks.ts';
import type { Step } from '../simulation/step.ts';
import { list, nameOf } from './names.ts';

interface Lock {
  readonly relation: RelationRef;
  readonly mode: LockMode;
}

/** The subject of "wait": `writes to orders and users`, `reads and writes of orders and writes to users`. Locks that block neither don't count. */
export function waiting(step: Step, locks: readonly Lock[]): string {
  const reads = locks.filter(({ mode }) => blocksReads(mode)).map(({ relation }) => relation);
  const writes = locks.filter(({ mode }) => !blocksReads(mode)).map(({ relation }) => relation);
  const phrases = [
    ...(reads.length > 0 ? [`reads and writes of ${relations(step, reads)}`] : []),
    ...(writes.length > 0 ? [`writes to ${relations(step, writes)}`] : []),
  ];
  return phrases.join(', and ');
}

const mostNames = 4;

/** `orders and users`; partitions and children of a relation in the list are only counted: `events (and its 12 partitions)`. */
export function relations(step: Step, these: readonly RelationRef[]): string {
  const unique = [...new Map(these.map((relation) => [relation.oid, relation])).values()];
  const below = new Map<number, RelationRef[]>();
  const tops = unique.filter((relation) => {
    const above = ancestorAmong(step, relation, unique);
    if (above !== undefined) below.set(above, [...(below.get(above) ?? []), relation]);
    return above === undefined;
  });
  const words = tops.map((relation) => `${nameOf(step, relation)}${withParts(step, relation, below)}`);
  return list(
    words.length > mostNames ? [...words.slice(0, mostNames - 1), `${words.length - mostNames + 1} others`] : words,
  );
}

function withParts(step: Step, relation: RelationRef, below: Map<number, RelationRef[]>): string {
  const count = below.get(relation.oid)?.length ?? 0;
  if (count === 0) return '';
  const word = relationBy(step.before, relation.oid)?.partitionKey ? 'partition' : 'child table';
  return ` (and its ${count === 1 ? word : `${count} ${word}s`})`;
}

/** The topmost relation of the list that this one is a partition or child of. */
function ancestorAmong(step: Step, { oid }: RelationRef, these: readonly RelationRef[]): number | undefined {
  const parent = relationBy(step.before, oid)?.parents.find((above) => these.some((one) => one.oid === above));
  const found = these.find((one) => one.oid === parent);
  return found && (ancestorAmong(step, found, these) ?? found.oid);
}

/** `, unless …` for what the facts depend on; '' where they are certain. */
export function unless(effects: readonly Effect[]): string {
  const doubts = [...new Set(effects.flatMap((effect) => (effect.certain ? [] : (effect.unless ?? []))))];
  return doubts.length === 0 ? '' : `, unless ${doubts.join(' or ')}`;
}

/** With a capital and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
