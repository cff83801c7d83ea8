// CREATE INDEX CONCURRENTLY IF NOT EXISTS: what a failed run left behind, invalid, counts as existing.
import {
  advice,
  concurrentBuild,
  defineRule,
  effectsOn,
  findTable,
  indexDrop,
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
  concern: 'deploy',
  equivalents: { migrationPilot: ['MP070'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
    'https://github.com/sbdchd/squawk/issues/1230',
  ],
  *check(step, run) {
    const { node } = step.statement;
    noteDrop(step, run);
    if (!('IndexStmt' in node) || !node.IndexStmt.concurrent || !node.IndexStmt.if_not_exists) return;
    const table = findTable(step, node.IndexStmt.relation);
    const name = indexText(step)?.name;
    if (!table || name === undefined || isRefused(step) || step.isNew(table) || wasDropped(run, node.IndexStmt.idxname))
      return;
    const stages = concurrentBuild(step, table, { first: [indexDrop(step, name)] });
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

/** The names that the run's DROP statements have named so far. */
function droppedNames({ memory }: RunView): Set<string> {
  const known = memory.get('dropped') as Set<string> | undefined;
  const names = known ?? new Set<string>();
  if (!known) memory.set('dropped', names);
  return names;
}

function noteDrop(step: Step, run: RunView): void {
  const { node } = step.statement;
  for (const object of ('DropStmt' in node && node.DropStmt.objects) || []) {
    const name = 'List' in object ? namesOf(object.List.items).at(-1) : undefined;
    if (name !== undefined) droppedNames(run).add(name);
  }
}

/** The run drops it itself before. */
const wasDropped = (run: RunView, name: string | undefined): boolean =>
  name !== undefined && droppedNames(run).has(name);
