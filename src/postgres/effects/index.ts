// The lock model's front door: one parsed statement, the catalog before it and the session in, its effects and the next catalog out.
import type { Catalog } from '../catalog/catalog.ts';
import type { Effect } from '../effect.ts';
import type { Statement } from '../parse.ts';
import { createTableFamily } from './create-table.ts';
import { type Execution, type Session, startExecution, unknown } from './execution.ts';
import type { Family, NodeKind } from './family.ts';
import { sessionFamily } from './session-statements.ts';

const families: readonly Family[] = [createTableFamily, sessionFamily];

type Entry = { readonly source: string; readonly run: (x: Execution, node: never, statement: Statement) => void };

const entries = new Map<string, Entry>(families.flatMap((family) => Object.entries(family)) as [NodeKind, Entry][]);

/** Executes one statement in the model. A statement without facts is `unknown`, never silently safe. */
export function execute(
  statement: Statement,
  catalog: Catalog,
  session: Session,
): { readonly effects: readonly Effect[]; readonly catalog: Catalog } {
  const entry = entries.get(statement.kind);
  const x = startExecution(catalog, session, pageOf(entry?.source ?? 'sql-commands'));
  if (!entry) unknown(x, `the effects of ${statement.kind} are not known to this tool`);
  else entry.run(x, (statement.node as unknown as Record<string, never>)[statement.kind] as never, statement);
  // PostgreSQL undoes a statement that it refuses.
  return { effects: x.effects, catalog: x.failed ? catalog : x.catalog };
}

const pageOf = (source: string): string =>
  source.includes('/') ? source : `https://www.postgresql.org/docs/current/${source}.html`;
