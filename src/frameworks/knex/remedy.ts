// The safe way as a Knex migration: its schema builder knows neither CONCURRENTLY nor NOT VALID, so that all of it is raw.
import { isModule, upFunction } from '../javascript/remedy.ts';
import { scriptText } from '../remedy/quoting.ts';
import type { RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Knex',
  language: 'js',
  mark: '//',
  statement: ({ sql }) => `await knex.raw(${escaped(scriptText(sql))});`,
  wrapped(code, context) {
    const { isOutside } = context.migration;
    const config = `${isModule(context) ? 'export const config' : 'exports.config'} = { transaction: false };\n\n`;
    return `${isOutside ? config : ''}${upFunction(context, { name: 'knex', type: 'Knex' }, code)}`;
  },
};

/** A question mark stands for a value. lib/dialects/postgres positionBindings() */
const escaped = (sql: string): string => sql.replaceAll('?', '\\\\?');
