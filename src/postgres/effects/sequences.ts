// CREATE and ALTER SEQUENCE, and the sequences behind serial and identity columns. src/backend/commands/sequence.c
import type { AlterSeqStmt, CreateSeqStmt, Node } from '@pgsql/types';
import { depend, findRelation, undepend } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { defElems, stringsOf } from './column-definition.ts';
import { columnNumber } from './columns.ts';
import { change, changed, current, type Execution, fails, lock } from './execution.ts';
import type { Family } from './family.ts';
import { creationSchema, nameOfRange, newRelation, rangeRelation, relationNamed } from './names.ts';

type Owner = NonNullable<Relation['ownedBy']>;

/** Adds a sequence to the catalog; with an owner it is dropped along with that column. */
export function createSequence(
  x: Execution,
  given: { schema: string; name: string; persistence?: Relation['persistence']; ownedBy?: Owner },
): Relation {
  const { schema, name, persistence, ownedBy } = given;
  const sequence = newRelation(x, { schema, name, kind: 'sequence', ...(persistence ? { persistence } : {}) });
  return ownedBy ? setOwner(x, sequence, ownedBy) : sequence;
}

function setOwner(x: Execution, sequence: Relation, ownedBy: Owner | undefined): Relation {
  const old = current(x, sequence).ownedBy;
  if (old) x.catalog = undepend(x.catalog, old.relation, sequence.oid);
  if (ownedBy) {
    const { relation: on, column: onColumn, identity } = ownedBy;
    x.catalog = depend(x.catalog, { from: sequence.oid, on, onColumn, kind: identity ? 'internal' : 'auto' });
  }
  return change(x, sequence.oid, { ownedBy });
}

function createSeq(x: Execution, node: CreateSeqStmt): void {
  const name = nameOfRange(node.sequence ?? {});
  const temporary = node.sequence?.relpersistence === 't';
  const schema = temporary ? 'pg_temp' : creationSchema(x, name);
  if (findRelation(x.catalog, schema, name.name)) {
    if (!node.if_not_exists) fails(x, `relation "${name.name}" already exists`, '42P07');
    return;
  }
  const persistence = temporary ? 'temporary' : node.sequence?.relpersistence === 'u' ? 'unlogged' : 'permanent';
  const sequence = createSequence(x, { schema, name: name.name, persistence });
  changed(x, 'create', { kind: 'sequence', name: qualifiedName(sequence), oid: sequence.oid });
  ownedBy(x, sequence, node.options);
}

function alterSeq(x: Execution, node: AlterSeqStmt): void {
  const sequence = rangeRelation(x, node.sequence, 'sequence', node.missing_ok);
  if (!sequence) return;
  lock(x, sequence, 'ShareRowExclusiveLock');
  changed(x, 'alter', { kind: 'sequence', name: qualifiedName(sequence), oid: sequence.oid });
  ownedBy(x, sequence, node.options);
}

/** The names after OWNED BY; `['none']` for NONE. */
function ownerNames(options: readonly Node[] | undefined): string[] {
  const option = defElems(options).find(({ defname }) => defname === 'owned_by')?.arg;
  return stringsOf((option as { List?: { items?: Node[] } } | undefined)?.List?.items);
}

function ownedBy(x: Execution, sequence: Relation, options: readonly Node[] | undefined): void {
  const names = ownerNames(options);
  if (names.length === 0) return;
  if (current(x, sequence).ownedBy?.identity) fails(x, 'cannot change ownership of identity sequence', '0A000');
  else if (names.length === 1) setOwner(x, sequence, undefined);
  else ownByColumn(x, sequence, names);
}

function ownByColumn(x: Execution, sequence: Relation, names: readonly string[]): void {
  const schema = names.at(-3);
  const table = relationNamed(x, { ...(schema === undefined ? {} : { schema }), name: names.at(-2) ?? '' });
  if (!table) return;
  lock(x, table, 'AccessShareLock');
  const name = names.at(-1) ?? '';
  const column = columnNumber(x, table, name);
  if (column !== undefined) setOwner(x, sequence, { relation: table.oid, column, identity: false });
  else fails(x, `column "${name}" of relation "${table.name}" does not exist`, '42703');
}

export const sequencesFamily: Family = {
  CreateSeqStmt: { source: 'sql-createsequence', run: createSeq },
  AlterSeqStmt: { source: 'sql-altersequence', run: alterSeq },
};
