// The lock model's front door: one parsed statement, the catalog before it and the session in, its effects and the next catalog out.
import type { Node } from '@pgsql/types';
import type { Catalog } from '../catalog/catalog.ts';
import type { Routine } from '../catalog/objects.ts';
import type { Effect } from '../effect.ts';
import type { Statement } from '../parse.ts';
import { alterTableFamily } from './alter-table/index.ts';
import { clusterFamily } from './cluster.ts';
import { commentFamily } from './comment.ts';
import { createIndexFamily } from './create-index.ts';
import { createTableFamily } from './create-table.ts';
import { dmlFamily } from './dml.ts';
import { dropFamily } from './drop.ts';
import { type Execution, type Session, startExecution, unknown } from './execution.ts';
import { extensionsFamily } from './extensions.ts';
import type { Family, NodeKind } from './family.ts';
import { foreignServersFamily } from './foreign-servers.ts';
import { grantsFamily } from './grants.ts';
import { refuseLaterSyntax } from './later-syntax.ts';
import { lockTableFamily } from './lock-table.ts';
import { maintenanceFamily } from './maintenance.ts';
import { refuseNewLabels } from './new-labels.ts';
import { otherFamily } from './other-statements.ts';
import { ownershipFamily } from './ownership.ts';
import { policiesFamily } from './policies.ts';
import { publicationsFamily } from './publications.ts';
import { reindexFamily } from './reindex.ts';
import { renameFamily } from './rename.ts';
import { routinesCalled } from './routine-calls.ts';
import { routinesFamily } from './routines.ts';
import { rulesFamily } from './rules.ts';
import { schemaFamily } from './schema-statements.ts';
import { sequencesFamily } from './sequences.ts';
import { sessionFamily } from './session-statements.ts';
import { statisticsFamily } from './statistics.ts';
import { tablespaceFamily } from './tablespace.ts';
import { triggersFamily } from './triggers.ts';
import { truncateFamily } from './truncate.ts';
import { typesFamily } from './types-statements.ts';
import { createUnread } from './unread-table.ts';
import { vacuumFamily } from './vacuum.ts';
import { viewsFamily } from './views.ts';

const families: readonly Family[] = [
  viewsFamily,
  triggersFamily,
  rulesFamily,
  policiesFamily,
  dmlFamily,
  dropFamily,
  renameFamily,
  ownershipFamily,
  commentFamily,
  grantsFamily,
  foreignServersFamily,
  schemaFamily,
  alterTableFamily,
  createTableFamily,
  sessionFamily,
  extensionsFamily,
  otherFamily,
  publicationsFamily,
  routinesFamily,
  sequencesFamily,
  typesFamily,
  clusterFamily,
  createIndexFamily,
  lockTableFamily,
  maintenanceFamily,
  reindexFamily,
  statisticsFamily,
  tablespaceFamily,
  truncateFamily,
  vacuumFamily,
];

type Entry = { readonly source: string; readonly run: (x: Execution, node: never, statement: Statement) => void };

const entries = new Map<string, Entry>([
  ...(families.flatMap((family) => Object.entries(family)) as [NodeKind, Entry][]),
  ['UnreadTable', { source: 'sql-createtable', run: createUnread }],
]);

/** Executes one statement in the model. A statement without facts is `unknown`, never silently safe. */
export function execute(
  statement: Statement,
  catalog: Catalog,
  session: Session,
): { readonly effects: readonly Effect[]; readonly before: Catalog; readonly catalog: Catalog } {
  const entry = entries.get(statement.kind);
  const x = startExecution(catalog, session, pageOf(entry?.source ?? 'sql-commands'));
  x.run = (node) => runNode(x, node, statement);
  const node = statement.node as Node;
  refuseLaterSyntax(x, node);
  refuseNewLabels(x, node);
  x.run(node);
  // PostgreSQL undoes a statement that it refuses.
  return { effects: x.effects, before: x.before, catalog: x.failed ? catalog : x.catalog };
}

function runNode(x: Execution, node: Node, statement: Statement): void {
  const [kind, content] = Object.entries(node)[0] ?? ['nothing', undefined];
  const entry = entries.get(kind);
  if (entry) entry.run(x, content as never, statement);
  else unknown(x, `the effects of ${kind} are not known to this tool`);
}

const pageOf = (source: string): string =>
  source.includes('/') ? source : `https://www.postgresql.org/docs/current/${source}.html`;

/** The project's own functions that the statement would call, and those of the triggers it would fire. */
export function calledRoutines(statement: Statement, catalog: Catalog, session: Session): Routine[] {
  if (!callers.has(statement.kind)) return [];
  return routinesCalled(startExecution(catalog, session, ''), statement.node as Node);
}

const callers = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'CallStmt']);
