// What SQL of a migration's own does to a table that the schema builder has made: an index is added or dropped, or after anything else
// that changes the table nothing of it is known.
import { pathOf } from './names.ts';
import type { Table } from './table.ts';

/** Whether it may hold a statement that changes a table. */
export const mayChange = (sql: string): boolean => /\b(?:alter|create|drop|rename)\b/i.test(sql);

const change = /^\s*(?:alter|create|drop|do|rename)\b/i;
const createIndex =
  /^\s*create\s+(unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?"?(\w+)"?\s+on\s+(?:only\s+)?(?:"?\w+"?\.)?"?(\w+)"?\s*(?:using\s+\w+\s*)?\(([^()]*)\)/i;
const dropIndex = /^\s*drop\s+index\s+(?:concurrently\s+)?(?:if\s+exists\s+)?(?:"?\w+"?\.)?"?(\w+)"?\s*$/i;
const ofTable =
  /^\s*(?:alter|create|drop)\s+table\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?(?:"?\w+"?\.)?"?(\w+)"?/i;

/** Undefined where the table is not known after it. */
export function withRawSql(table: Table, sent: readonly string[]): Table | undefined {
  let left: Table | undefined = table;
  for (const sql of sent) {
    if (!change.test(sql) && !sql.includes(';')) continue;
    for (const statement of sql.split(';')) left = left && afterStatement(left, statement);
  }
  return left;
}

function afterStatement(table: Table, sql: string): Table | undefined {
  if (!change.test(sql)) return table;
  const { name } = pathOf(table.name);
  const index = createIndex.exec(sql);
  if (index) {
    const [, unique, own, on, columns = ''] = index;
    const columnNames = columns.split(',').map((column) => column.trim().replace(/^"?(\w+)"?.*$/, '$1'));
    const isOurs = on === name;
    if (isOurs) table.indices.push({ name: own, columnNames, options: { isUnique: unique !== undefined } });
    return table;
  }
  const dropped = dropIndex.exec(sql)?.[1];
  if (dropped !== undefined) {
    table.indices = table.indices.filter((each) => each.name !== dropped);
    return table;
  }
  const target = ofTable.exec(sql)?.[1];
  if (target !== undefined) return target === name ? undefined : table;
  return new RegExp(`\\b${name.replace(/\W/g, '\\$&')}(?:\\b|_\\w*enum)`).test(sql) ? undefined : table;
}
