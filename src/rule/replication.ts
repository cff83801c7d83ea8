// Which tables a publication sends whose rows it can't tell apart: UPDATE and DELETE on them are refused.
import { allRelations, type Catalog, getAs } from '../postgres/catalog/catalog.ts';
import type { Relation } from '../postgres/catalog/objects.ts';
import { mapValues } from '../postgres/catalog/persistent-map.ts';

/** CheckCmdReplicaIdentity in src/backend/executor/execReplication.c; tables that history does not know are left out. Walks the whole catalog. */
export function unidentified(catalog: Catalog): Relation[] {
  const publications = [...mapValues(catalog.objects)].flatMap((object) =>
    object.class === 'publication' ? object : [],
  );
  if (publications.length === 0) return [];
  const all = publications.some(({ allTables }) => allTables);
  const members = new Set(publications.flatMap(({ relations }) => relations));
  return [...allRelations(catalog)].filter(
    (relation) => (all || members.has(relation.oid)) && isSent(relation) && !hasIdentity(catalog, relation),
  );
}

const isSent = ({ kind, known, persistence }: Relation): boolean =>
  kind === 'table' && known && persistence === 'permanent';

function hasIdentity(catalog: Catalog, { replicaIdentity = 'default', constraints }: Relation): boolean {
  if (replicaIdentity !== 'default') return replicaIdentity !== 'nothing';
  return constraints.some((oid) => getAs(catalog, oid, 'constraint')?.kind === 'primary-key');
}
