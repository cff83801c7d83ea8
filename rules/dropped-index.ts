// An index is dropped and no other does its work: queries read the whole table, or a promise of uniqueness ends.
import {
  type Catalog,
  columnsOf,
  type DroppedIndex,
  defineRule,
  droppedWithoutReplacement,
  effectsOn,
  type IndexInfo,
  isReplaced,
  list,
  nameOf,
  quoteIdent,
  relationBy,
  relationOf,
  type Step,
  unsupportedKeys,
} from '../src/rule.ts';

export const droppedIndex = defineRule({
  id: 'dropped-index',
  summary: 'An index is dropped that no other index replaces: queries, foreign keys or uniqueness may depend on it',
  severity: 'info',
  concern: 'design',
  sources: [
    'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW',
    'https://www.buildkitestatus.com/incidents/sv6phcn6xwwg',
  ],
  *check(step) {
    for (const dropped of droppedWithoutReplacement(step)) {
      const { index, relation } = dropped;
      yield {
        message: `${nameOf(step, relation)} is dropped and ${consequence(step, dropped)}.`,
        severity: index?.unique || (index && unsupportedKeys(step, index).length > 0) ? 'warning' : 'info',
        ...(index ? { stands: { atEndOf: 'run', if: (end) => isMissed(end, index) } } : {}),
        effects: effectsOn(step, [relation]),
      };
    }
  },
});

/** What nothing can search by any more is not missed: the columns are gone as well. */
function isMissed(end: Catalog, index: IndexInfo): boolean {
  const columns = new Set(relationBy(end, index.table)?.columns.map(({ number }) => number));
  const needed = index.unique ? index.keys : index.keys.slice(0, 1);
  return needed.every((key) => key === undefined || columns.has(key)) && !isReplaced(end, index);
}

function consequence(step: Step, { index, table }: DroppedIndex): string {
  if (!index || !table) {
    return 'history does not tell what it indexes: queries that use it read their whole table from here on, unless another index serves them';
  }
  const columns = columnsOf(
    table,
    index.keys.flatMap((key) => key ?? []),
  ).map(quoteIdent);
  const by = list(index.hasExpressions ? [...columns, 'an expression'] : columns);
  if (index.unique) {
    return `nothing keeps ${by} of ${nameOf(step, table)} unique from here on: duplicates are accepted, and INSERT … ON CONFLICT (${columns.join(', ')}) fails`;
  }
  const parents = unsupportedKeys(step, index).flatMap(({ references }) => relationOf(step, references) ?? []);
  if (parents.length > 0) {
    return `no other index supports the foreign key: each DELETE in ${list(parents.map((parent) => nameOf(step, parent)))} reads all of ${nameOf(step, table)} from here on`;
  }
  return `no other index of ${nameOf(step, table)} begins with ${by}: queries that search by that read the whole table from here on, unless no query uses the index`;
}
