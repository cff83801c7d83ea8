// ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE … SET TABLESPACE.
// AlterTableMoveAll in src/backend/commands/tablecmds.c
import type { AlterTableMoveAllStmt } from '@pgsql/types';
import { allRelations } from '../catalog/catalog.ts';
import type { Relation, RelationKind } from '../catalog/objects.ts';
import { change, type Execution, lock, rewrite } from './execution.ts';
import type { Family } from './family.ts';

const kinds: Readonly<Record<string, readonly RelationKind[]>> = {
  OBJECT_TABLE: ['table', 'partitioned-table'],
  OBJECT_INDEX: ['index'],
  OBJECT_MATVIEW: ['materialized-view'],
};

/** `pg_default` is the default of nearly every database, and then holds what names no tablespace. */
const spaceNamed = (name: string | undefined): string | undefined => (name === 'pg_default' ? undefined : name);

/** Locks all first, then moves each as SET TABLESPACE does. */
function moveAll(x: Execution, stmt: AlterTableMoveAllStmt): void {
  const from = spaceNamed(stmt.orig_tablespacename);
  const to = spaceNamed(stmt.new_tablespacename);
  if (from === to) return;
  const wanted = kinds[stmt.objtype ?? 'OBJECT_TABLE'] ?? [];
  const owners = (stmt.roles ?? []).map((role) =>
    'RoleSpec' in role ? (role.RoleSpec.rolename ?? role.RoleSpec.roletype?.replace('ROLESPEC_', '')) : undefined,
  );
  const chosen = [...allRelations(x.catalog)].filter(
    (relation) =>
      wanted.includes(relation.kind) && relation.tablespace === from && relation.persistence !== 'temporary',
  );
  for (const relation of chosen) move(x, relation, to, owners);
}

function move(x: Execution, relation: Relation, to: string | undefined, owners: readonly (string | undefined)[]): void {
  const current = ['CURRENT_USER', 'SESSION_USER', 'CURRENT_ROLE'];
  const ours =
    owners.length === 0 || owners.includes(relation.owner) || owners.some((owner) => current.includes(owner ?? ''));
  // Who owns what no statement gave to anyone is the role that runs the migrations.
  if (!ours && (relation.owner !== undefined || relation.known)) return;
  const note = ours ? {} : { certain: false, unless: `${relation.name} is owned by another role` };
  lock(x, relation, 'AccessExclusiveLock', note);
  if (writesFile(relation)) {
    rewrite(x, relation, { cause: 'tablespace', why: 'its file is copied to another tablespace' }, note);
  }
  change(x, relation.oid, { tablespace: to });
}

const writesFile = ({ kind }: Relation): boolean => kind !== 'partitioned-table' && kind !== 'index';

export const tablespaceFamily: Family = {
  AlterTableMoveAllStmt: { source: 'sql-altertable', run: moveAll },
};
