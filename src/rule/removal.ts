// What statements drop and rename, as rules ask for it, and SQL that goes on once nothing uses it any more.
import { getAs, membersOf, relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint, Relation } from '../postgres/catalog/objects.ts';
import type { ObjectEffect } from '../postgres/effect.ts';
import type { Step } from '../simulation/step.ts';
import { brieflyLater, type Stage } from './advice.ts';
import { effectsOf } from './facts.ts';

/** Objects dropped because the statement names them (`cascaded: false`), or along with those; nothing of relations born in this run. */
export const dropsOf = (step: Step, kinds: readonly string[], cascaded = false): ObjectEffect[] =>
  effectsOf(step, 'drop').filter((drop) => (drop.cascaded ?? false) === cascaded && concerns(step, drop, kinds));

export const renamesOf = (step: Step, kinds: readonly string[]): ObjectEffect[] =>
  effectsOf(step, 'rename').filter((rename) => concerns(step, rename, kinds));

function concerns(step: Step, { object }: ObjectEffect, kinds: readonly string[]): boolean {
  const relation = object.relation ?? getAs(step.before, object.oid, 'relation');
  return kinds.includes(object.kind) && !(relation && step.isNew(relation));
}

/** The last part of an effect's `schema.table.column`. */
export const lastName = ({ object: { name, relation } }: ObjectEffect): string => {
  const prefix = relation ? `${relation.schema}.${relation.name}.` : '';
  return prefix && name.startsWith(prefix) ? name.slice(prefix.length) : name.slice(name.lastIndexOf('.') + 1);
};

/** The user's own statement for the day when it is safe: it says so in an allowance. */
export const onceUnused = (step: Step, rule: string, what: string, sql = step.statement.sql): Stage => {
  const allowed = `-- migration-lint-allow ${rule}: no running version uses ${what}\n${sql}`;
  return { note: `once no running version of the application uses ${what}`, statements: brieflyLater(step, allowed) };
};

/** The foreign keys of a table as it was before the statement. */
export const foreignKeysOf = (step: Step, { oid }: { readonly oid: number }): Constraint[] =>
  (relationBy(step.before, oid)?.constraints ?? [])
    .flatMap((one) => getAs(step.before, one, 'constraint') ?? [])
    .filter(({ kind }) => kind === 'foreign-key');

/** Tables and views of a schema that were there before this run. Walks the whole catalog. */
export const existingIn = (step: Step, schema: string): Relation[] =>
  membersOf(step.before, schema).flatMap((object) =>
    object.class === 'relation' && !['index', 'sequence', 'composite-type'].includes(object.kind) && !step.isNew(object)
      ? object
      : [],
  );

/** The foreign keys between two tables, both there before this run, that the statement drops by name. */
export const droppedKeys = (step: Step): Constraint[] =>
  dropsOf(step, ['constraint']).flatMap(({ object }) => {
    const key = getAs(step.before, object.oid, 'constraint');
    const [own, other] = [relationBy(step.before, key?.relation), relationBy(step.before, key?.references)];
    const between = own && other && own !== other && !step.isNew(other);
    return key?.kind === 'foreign-key' && between ? key : [];
  });

/** The statement takes from the application what it uses: another rule says how that is done, lock_timeout included. */
export const takesAway = (step: Step): boolean =>
  dropsOf(step, ['column', 'table', 'materialized view', 'foreign table']).length > 0 ||
  renamesOf(step, ['column', 'table', 'view', 'materialized view', 'foreign table']).length > 0 ||
  effectsOf(step, 'write').some(({ command }) => command === 'truncate');
