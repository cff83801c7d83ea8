// Operations on extensions and collations, which belong to no model. django/contrib/postgres/operations.py
import { isFalse, knownText } from '../python/value.ts';
import { send } from './editor.ts';
import { quote } from './names.ts';
import { type Arguments, type Known, nameFrom, type Operations, operation, type Work } from './operation.ts';

const createExtension = ({ editor }: Work, name: string): void =>
  send(editor, `CREATE EXTENSION IF NOT EXISTS ${quote(name)}`);

const dropExtension = ({ editor }: Work, name: string): void => send(editor, `DROP EXTENSION IF EXISTS ${quote(name)}`);

const extension = (named: string): Known =>
  operation(
    'schema',
    (work) => createExtension(work, named),
    (work) => dropExtension(work, named),
  );

const extensionIn = (given: Arguments): string => nameFrom(given('name'), 'the extension');

export const serverOperations: Operations = {
  CreateExtension: operation(
    'name',
    (work, given) => createExtension(work, extensionIn(given)),
    (work, given) => dropExtension(work, extensionIn(given)),
  ),
  BloomExtension: extension('bloom'),
  BtreeGinExtension: extension('btree_gin'),
  BtreeGistExtension: extension('btree_gist'),
  CITextExtension: extension('citext'),
  CryptoExtension: extension('pgcrypto'),
  HStoreExtension: extension('hstore'),
  TrigramExtension: extension('pg_trgm'),
  UnaccentExtension: extension('unaccent'),
  CreateCollation: operation('name locale provider deterministic', createCollation, dropCollation),
  RemoveCollation: operation('name locale provider deterministic', dropCollation, createCollation),
};

/** Django writes all of its options as identifiers. */
function createCollation({ editor }: Work, given: Arguments): void {
  const provider = knownText(given('provider')) ?? 'libc';
  const options = [
    `locale=${quote(nameFrom(given('locale'), 'the locale'))}`,
    ...(provider === 'libc' ? [] : [`provider=${quote(provider)}`]),
    ...(isFalse(given('deterministic')) ? ['deterministic=false'] : []),
  ];
  send(editor, `CREATE COLLATION ${collationIn(given)} (${options.join(', ')})`);
}

function dropCollation({ editor }: Work, given: Arguments): void {
  send(editor, `DROP COLLATION ${collationIn(given)}`);
}

const collationIn = (given: Arguments): string => quote(nameFrom(given('name'), 'the collation'));
