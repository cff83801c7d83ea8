// Operations on extensions and collations, which belong to no model. django/contrib/postgres/operations.py
import { knownText } from '../python/value.ts';
import { literal, quote } from './names.ts';
import { type Known, nameFrom, type Operations, operation } from './operation.ts';

const extension = (named: string): Known =>
  operation('schema', ({ editor }) => editor.send(`CREATE EXTENSION IF NOT EXISTS ${quote(named)}`, editor.site));

export const serverOperations: Operations = {
  CreateExtension: operation('name', ({ editor }, given) =>
    editor.send(`CREATE EXTENSION IF NOT EXISTS ${quote(nameFrom(given('name'), 'the extension'))}`, editor.site),
  ),
  BloomExtension: extension('bloom'),
  BtreeGinExtension: extension('btree_gin'),
  BtreeGistExtension: extension('btree_gist'),
  CITextExtension: extension('citext'),
  CryptoExtension: extension('pgcrypto'),
  HStoreExtension: extension('hstore'),
  TrigramExtension: extension('pg_trgm'),
  UnaccentExtension: extension('unaccent'),
  CreateCollation: operation('name locale provider deterministic', ({ editor }, given) => {
    const deterministic = given('deterministic');
    const provider = knownText(given('provider')) ?? 'libc';
    const isNot = deterministic?.kind === 'constant' && deterministic.value === false;
    const options = [
      `locale=${literal(nameFrom(given('locale'), 'the locale'))}`,
      ...(provider === 'libc' ? [] : [`provider=${provider}`]),
      ...(isNot ? ['deterministic=false'] : []),
    ];
    editor.send(
      `CREATE COLLATION ${quote(nameFrom(given('name'), 'the collation'))} (${options.join(', ')})`,
      editor.site,
    );
  }),
  RemoveCollation: operation('name locale provider deterministic', ({ editor }, given) =>
    editor.send(`DROP COLLATION ${quote(nameFrom(given('name'), 'the collation'))}`, editor.site),
  ),
};
