// The safe way as a migration of @slonik/migrator. https://github.com/mmkal/slonik-tools/tree/main/packages/migrator
import { scriptText } from '../remedy/quoting.ts';
import { indent, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Slonik',
  language: 'ts',
  mark: '//',
  statement: ({ sql }) => `await connection.query(sql.unsafe${scriptText(sql)});`,
  wrapped: (code) =>
    `export const up: Migration = async ({ context: { connection, sql } }) => {\n${indent(code, 2)}\n};`,
};
