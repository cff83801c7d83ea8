// Foreign keys that a statement adds, and the tables of others that it locks for them.
import { type Catalog, relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint } from '../postgres/catalog/objects.ts';
import type { RelationRef } from '../postgres/effect.ts';
import type { Step } from '../simulation/step.ts';
import { addedConstraints, columnsOf, relationOf } from './catalog.ts';
import { blockingLocks } from './facts.ts';
import { nameOf, quoteIdent } from './names.ts';

export interface LockedReferenced {
  readonly table: RelationRef;
  readonly keys: readonly Constraint[];
}

/** The tables, there before this run, that the statement's new foreign keys reference and lock. */
export function lockedReferenced(step: Step): LockedReferenced[] {
  const keys = addedConstraints(step, 'foreign-key').filter(({ relation, references }) => relation !== references);
  return blockingLocks(step).flatMap(({ relation }) => {
    const own = keys.filter(({ references }) => references === relation.oid);
    return own.length > 0 ? [{ table: relation, keys: own }] : [];
  });
}

const actions: Readonly<Record<string, string>> = { c: 'CASCADE', n: 'SET NULL', d: 'SET DEFAULT', r: 'RESTRICT' };

/** `FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE`; undefined for keys of which the catalog does not tell everything. */
export function keyText(step: Step, key: Constraint): string | undefined {
  const [own, other] = [relationOf(step, key.relation), relationOf(step, key.references)];
  const [columns, referenced] = [columnsOf(own, key.columns), columnsOf(other, key.referencedColumns ?? [])];
  const isPlain = columns.length === 1 && referenced.length === 1 && !key.deferrable;
  if (!own || !other || !isPlain) return undefined;
  const [onUpdate, onDelete] = [actions[key.onUpdate ?? ''], actions[key.onDelete ?? '']];
  const clauses = `${onUpdate ? ` ON UPDATE ${onUpdate}` : ''}${onDelete ? ` ON DELETE ${onDelete}` : ''}`;
  return `FOREIGN KEY (${columns.map(quoteIdent)}) REFERENCES ${nameOf(step, other)} (${referenced.map(quoteIdent)})${clauses}`;
}

/** Whether a valid index has the key's columns first, in any order, so that the rows of a referenced one are found by it. */
export const isIndexed = (catalog: Catalog, { relation, columns }: Constraint): boolean =>
  (relationBy(catalog, relation)?.indexes ?? []).some((oid) => {
    const index = relationBy(catalog, oid)?.index;
    const first = index?.keys.slice(0, columns.length) ?? [];
    // Of partial ones only `WHERE user_id IS NOT NULL` and the like serve: a row that references another has no NULL there.
    const serves = !index?.partial || index.predicateColumns.every((column) => columns.includes(column));
    return Boolean(index?.valid) && serves && columns.every((column) => first.includes(column));
  });
