// CREATE, ALTER and DROP of publications and subscriptions. src/backend/commands/publicationcmds.c, subscriptioncmds.c
import type {
  AlterPublicationStmt,
  AlterSubscriptionStmt,
  CreatePublicationStmt,
  CreateSubscriptionStmt,
  DropSubscriptionStmt,
  Node,
  PublicationTable,
} from '@pgsql/types';
import { add, getAs, named, put } from '../catalog/catalog.ts';
import type { Oid, Publication, Relation } from '../catalog/objects.ts';
import { changed, type Execution, fails, lock, refuseInTransaction } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import { isOn, statementOptions } from './statement-options.ts';
import { descendants, relationsOf } from './tree.ts';

const publicationNamed = (x: Execution, name: string | undefined): Publication | undefined =>
  getAs(x.catalog, named(x.catalog, 'publication', '', name ?? '')[0], 'publication');

const tablesIn = (objects: readonly Node[] | undefined): PublicationTable[] =>
  (objects ?? []).flatMap((object) => ('PublicationObjSpec' in object && object.PublicationObjSpec.pubtable) || []);

/** OpenTableList: the tables named, and inheritance children, which become members of their own; partitions do not. */
function openTables(x: Execution, tables: readonly PublicationTable[]): Relation[] {
  return tables.flatMap(({ relation: range }) => {
    const table = rangeRelation(x, range);
    if (!table || !publishable(x, table)) return [];
    const children = range?.inh && table.kind !== 'partitioned-table' ? descendants(x, table) : [];
    const opened = [table, ...children];
    for (const relation of opened) lock(x, relation, 'ShareUpdateExclusiveLock');
    return opened;
  });
}

function publishable(x: Execution, table: Relation): boolean {
  const permanent = table.persistence === 'permanent';
  if (permanent && (table.kind === 'table' || table.kind === 'partitioned-table')) return true;
  if (table.known) fails(x, `cannot add relation "${table.name}" to publication`, '22023');
  return !table.known;
}

function createPublication(x: Execution, node: CreatePublicationStmt): void {
  const name = node.pubname ?? '';
  if (publicationNamed(x, name)) {
    fails(x, `publication "${name}" already exists`, '42710');
    return;
  }
  const [catalog, publication] = add(
    x.catalog,
    (oid): Publication => ({
      class: 'publication',
      oid,
      born: x.step,
      name,
      relations: [],
      allTables: node.for_all_tables ?? false,
    }),
  );
  x.catalog = catalog;
  addMembers(x, publication, openTables(x, tablesIn(node.pubobjects)));
  changed(x, 'create', { kind: 'publication', name, oid: publication.oid });
}

function addMembers(x: Execution, publication: Publication, tables: readonly Relation[]): void {
  const relations = [...new Set([...publication.relations, ...tables.map(({ oid }) => oid)])];
  x.catalog = put(x.catalog, { ...publication, relations });
}

function alterPublication(x: Execution, node: AlterPublicationStmt): void {
  const publication = publicationNamed(x, node.pubname);
  const opened = openTables(x, tablesIn(node.pubobjects));
  const isOptions = !node.pubobjects && !node.for_all_tables;
  if (publication && !isOptions) changeMembers(x, publication, opened, node.action);
  changed(x, 'alter', {
    kind: 'publication',
    name: node.pubname ?? '',
    ...(publication ? { oid: publication.oid } : {}),
  });
}

function changeMembers(
  x: Execution,
  publication: Publication,
  opened: readonly Relation[],
  action: AlterPublicationStmt['action'],
): void {
  const oids = new Set<Oid>(opened.map(({ oid }) => oid));
  const rest = publication.relations.filter((oid) => !oids.has(oid));
  if (action === 'AP_AddObjects') addMembers(x, publication, opened);
  else if (action === 'AP_DropObjects') x.catalog = put(x.catalog, { ...publication, relations: rest });
  else {
    // Members that SET leaves out are opened to be removed.
    for (const relation of relationsOf(x, rest)) lock(x, relation, 'ShareUpdateExclusiveLock');
    x.catalog = put(x.catalog, { ...publication, relations: [...oids] });
  }
}

function createSubscription(x: Execution, node: CreateSubscriptionStmt): void {
  const options = statementOptions(node.options);
  const connects = isOn(options, 'connect', true);
  if (isOn(options, 'create_slot', connects))
    refuseInTransaction(x, 'CREATE SUBSCRIPTION ... WITH (create_slot = true)');
  changed(x, 'create', { kind: 'subscription', name: node.subname ?? '' });
}

function alterSubscription(x: Execution, node: AlterSubscriptionStmt): void {
  const options = statementOptions(node.options);
  const changesPublications = /_(SET|ADD|DROP)_PUBLICATION$/.test(node.kind ?? '');
  if (node.kind === 'ALTER_SUBSCRIPTION_REFRESH') refuseInTransaction(x, 'ALTER SUBSCRIPTION ... REFRESH');
  else if (changesPublications && isOn(options, 'refresh', true))
    refuseInTransaction(x, 'ALTER SUBSCRIPTION with refresh');
  for (const option of ['failover', 'two_phase']) {
    if (node.kind === 'ALTER_SUBSCRIPTION_OPTIONS' && options.has(option)) {
      refuseInTransaction(x, `ALTER SUBSCRIPTION ... SET (${option})`);
    }
  }
  changed(x, 'alter', { kind: 'subscription', name: node.subname ?? '' });
}

/** Only one whose slot was taken away with SET (slot_name = NONE) can be dropped in a transaction. */
function dropSubscription(x: Execution, node: DropSubscriptionStmt): void {
  refuseInTransaction(x, 'DROP SUBSCRIPTION');
  changed(x, 'drop', { kind: 'subscription', name: node.subname ?? '' });
}

export const publicationsFamily: Family = {
  CreatePublicationStmt: { source: 'sql-createpublication', run: createPublication },
  AlterPublicationStmt: { source: 'sql-alterpublication', run: alterPublication },
  CreateSubscriptionStmt: { source: 'sql-createsubscription', run: createSubscription },
  AlterSubscriptionStmt: { source: 'sql-altersubscription', run: alterSubscription },
  DropSubscriptionStmt: { source: 'sql-dropsubscription', run: dropSubscription },
};
