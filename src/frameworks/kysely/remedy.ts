// The safe way as a Kysely migration, in Kysely's `sql`. A migration can't leave the transaction by itself: the notes say what can.
import { upFunction } from '../javascript/remedy.ts';
import { scriptText } from '../remedy/quoting.ts';
import type { RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Kysely',
  language: 'ts',
  mark: '//',
  statement: ({ sql }) => `await sql${scriptText(sql)}.execute(db);`,
  wrapped: (code, context) => upFunction(context, { name: 'db', type: 'Kysely<any>' }, code),
};
