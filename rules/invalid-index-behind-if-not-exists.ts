// CREATE INDEX CONCURRENTLY IF NOT EXISTS: what a failed run left behind, invalid, counts as existing.
import {
  advice,
  concurrentBuild,
  defineRule,
  effectsOn,
  findTable,
  indexText,
  isRefused,
  namesOf,
  type RunView,
  type Step,
} from '../src/rule.ts';

export const invalidIndexBehindIfNotExists = defineRule({
  id: 'invalid-index-behind-if-not-exists',
  summary: 'IF NOT EXISTS lets a concurrent build pass that an earlier run left invalid',
  severity: 'warning',
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://github.com/sbdchd/squawk/issues/1230',
  ],
  *check(step, run) {
    const { node } = step.statement;
    if (!('IndexStmt' in node) || !node.IndexStmt.concurrent || !node.IndexStmt.if_not_exists) return;
    const table = findTable(step, node.IndexStmt.relation);
    const name = indexText(step)?.name;
    if (!table || name === undefined || isRefused(step) || step.isNew(table) || wasDropped(run, node.IndexStmt.idxname))
      return;
    const stages = concurrentBuild(step, table, { first: [drop(step, name)] });
    yield {
      message: `IF NOT EXISTS skips the build of ${name} and reports success where an earlier run failed and left it behind invalid, so that no query uses it.`,
      ...(stages
        ? {
            instead: advice(...stages),
          }
        : {}),
      effects: effectsOn(step, [table]),
    };
  },
});

const drop = (step: Step, name: string): string => {
  const schema = /^(.*)\.[^.]+$/.exec(indexText(step)?.table ?? '')?.[1];
  return `DROP INDEX CONCURRENTLY IF EXISTS ${schema === undefined ? '' : `${schema}.`}${name}`;
};

interface Dropped {
  /** How many of the run's steps have been looked at. */
  seen: number;
  readonly names: Set<string>;
}

/** The run drops it itself before. Each step is looked at once, and its tree only where it drops something. */
function wasDropped({ earlier, memory }: RunView, name: string | undefined): boolean {
  const dropped = (memory.get('dropped') as Dropped | undefined) ?? { seen: 0, names: new Set() };
  memory.set('dropped', dropped);
  for (; dropped.seen < earlier.length; dropped.seen++) {
    const statement = earlier[dropped.seen]?.statement;
    if (statement?.kind !== 'DropStmt' || !('DropStmt' in statement.node)) continue;
    for (const object of statement.node.DropStmt.objects ?? []) {
      const parts = 'List' in object ? namesOf(object.List.items) : [];
      dropped.names.add(parts.at(-1) ?? '');
    }
  }
  return name !== undefined && dropped.names.has(name);
}
