// The name of a table whose CREATE TABLE can't be read.
import type { Node } from '@pgsql/types';
import { parseSql } from './libpg-query.ts';
import type { UnreadTable } from './statement.ts';
import { rawStatements } from './trees.ts';

const identifier = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;
const tableHead = new RegExp(
  String.raw`^create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?${identifier}(?:\s*\.\s*${identifier})?(?=\s*\()`,
  'i',
);

/** What PostgreSQL reads of the head of a CREATE TABLE whose definition it can't read. */
export function unreadTable(sql: string): UnreadTable | undefined {
  const head = tableHead.exec(sql)?.[0];
  const answer = head === undefined ? undefined : parseSql(`${head} ()`);
  if (!answer || !('json' in answer)) return undefined;
  const node = rawStatements(answer.json)[0]?.stmt as Node | undefined;
  if (!node || !('CreateStmt' in node) || !node.CreateStmt.relation) return undefined;
  const { relation, if_not_exists = false } = node.CreateStmt;
  return { UnreadTable: { relation, if_not_exists } };
}
