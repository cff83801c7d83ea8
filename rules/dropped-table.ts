// A table is dropped while the running application may still use it; the tables that it references are locked too.
import {
  advice,
  blockingLocks,
  briefly,
  type Catalog,
  defineRule,
  dropsOf,
  eachAlone,
  effectsOn,
  findRelation,
  foreignKeysOf,
  list,
  nameOf,
  onceUnused,
  quoteIdent,
  type RelationRef,
  relations,
  type Stage,
  type Step,
  waiting,
} from '../src/rule.ts';

export const droppedTable = defineRule({
  id: 'dropped-table',
  summary:
    'A table is dropped: the running application fails on it, its data is lost, and tables it references are locked',
  severity: 'error',
  concern: 'data',
  equivalents: { squawk: ['ban-drop-table'], migrationPilot: ['MP026'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-droptable.html',
    'https://resend.com/blog/incident-report-for-february-21-2024',
    'https://gitlab.com/gitlab-com/gl-infra/production/-/issues/6198',
  ],
  *check(step) {
    const drops = dropsOf(step, ['table', 'materialized view', 'foreign table']);
    const tables = drops.flatMap(({ object }) => object.relation ?? []);
    if (tables.length === 0) return;
    const gone = new Set(tables.map(({ oid }) => oid));
    const locks = blockingLocks(step);
    const others = locks.filter(({ relation }) => relation.kind !== 'view' && !gone.has(relation.oid));
    const waits = others.length === 0 ? '' : `, and ${waiting(step, others)} wait for the drop`;
    const computed = tables.every(({ kind }) => kind === 'materialized-view');
    const rows = computed ? '' : ` and ${tables.length > 1 ? 'their' : 'its'} rows are lost`;
    const doubt = tables.some(({ known }) => !known) && isConditional(step) ? ', unless there is no such table' : '';
    yield {
      message: `Statements of the running application that use ${relations(step, tables)} fail from here on${rows}${waits}${doubt}.`,
      ...(isCascade(step) ? {} : { instead: onceNobodyUses(step, tables) }),
      effects: effectsOn(step, [...tables, ...locks.map(({ relation }) => relation)]),
      ...(computed && step.transaction ? { stands: { atEndOf: 'run' as const, if: areMissing(tables) } } : {}),
    };
  },
});

/** A materialized view that the same transaction makes anew is never missing for others, who wait. */
function areMissing(tables: readonly RelationRef[]): (end: Catalog) => boolean {
  const names = tables.map(({ schema, name }) => ({ schema, name }));
  return (end) => names.some(({ schema, name }) => !findRelation(end, schema, name));
}

const onceNobodyUses = (step: Step, tables: readonly RelationRef[]): string =>
  advice(
    ...withoutKeys(step, tables),
    onceUnused(step, 'dropped-table', list(tables.map((table) => nameOf(step, table)))),
  );

/** What goes along has to go by itself first: cascading-drop. */
const isCascade = ({ statement: { node } }: Step): boolean =>
  'DropStmt' in node && node.DropStmt.behavior === 'DROP_CASCADE';

const isConditional = (step: Step): boolean => /\bif\s+exists\b/i.test(step.statement.sql);

/** Each foreign key by itself first, so that no two tables in use are locked at once. */
function withoutKeys(step: Step, tables: readonly RelationRef[]): Stage[] {
  const drops = tables.flatMap((table) =>
    foreignKeysOf(step, table)
      .filter(({ references, parent }) => references !== table.oid && parent === undefined)
      .map(({ name }) => `ALTER TABLE ${nameOf(step, table)} DROP CONSTRAINT ${quoteIdent(name)}`),
  );
  if (drops.length === 0) return [];
  return [{ note: `first its foreign keys, ${eachAlone(step)}`, statements: briefly(step, ...drops) }];
}
