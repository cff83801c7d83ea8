// The safe way as a migration of db-migrate, which knows no way out of the transaction but its command line's.
import { scriptText } from '../remedy/quoting.ts';
import { indent, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'db-migrate',
  language: 'js',
  mark: '//',
  statement: ({ sql }) => `await db.runSql(${scriptText(sql)});`,
  wrapped: (code) => `exports.up = async (db) => {\n${indent(code, 2)}\n};`,
};
