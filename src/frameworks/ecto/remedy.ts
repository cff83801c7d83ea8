// The safe way as an Ecto migration. https://hexdocs.pm/ecto_sql/Ecto.Migration.html
import type { AddCheck, CreateIndex } from '../remedy/known.ts';
import { elixirText } from '../remedy/quoting.ts';
import {
  call,
  camelCase,
  indent,
  nameOf,
  type RemedyContext,
  type RemedyStep,
  type RemedyWriter,
} from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Ecto',
  language: 'elixir',
  mark: '#',
  statement: (step) => inWords(step) ?? `execute(${elixirText(step.sql, 0)})`,
  wrapped,
};

/** The lock on schema_migrations is a transaction of its own, for which CONCURRENTLY would wait. lib/ecto/migrator.ex */
function wrapped(code: string, { file, migration: { steps, isOutside } }: RemedyContext): string {
  const repo = /\bdefmodule\s+((?:\w+\.)*Migrations)\./.exec(file.text.text)?.[1] ?? 'Repo.Migrations';
  return [
    `defmodule ${repo}.${camelCase(nameOf(steps))} do`,
    '  use Ecto.Migration',
    ...(isOutside ? ['  @disable_ddl_transaction true', '  @disable_migration_lock true'] : []),
    '',
    `  def ${steps.every((step) => isReversible(step)) ? 'change' : 'up'} do`,
    indent(code, 4),
    '  end',
    'end',
  ].join('\n');
}

const isReversible = (step: RemedyStep): boolean => step.known?.kind !== 'drop-index' && inWords(step) !== undefined;

function inWords({ known }: RemedyStep): string | undefined {
  if (known?.kind === 'create-index') return createIndex(known);
  return known?.kind === 'add-check' ? createConstraint(known) : undefined;
}

const atom = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? `:${name}` : `:${JSON.stringify(name)}`);

const prefixOf = ({ schema }: { readonly schema?: string }): string[] =>
  schema === undefined ? [] : [`prefix: ${JSON.stringify(schema)}`];

function createIndex(index: CreateIndex): string {
  const options = [
    `name: ${atom(index.name)}`,
    ...(index.unique ? ['unique: true'] : []),
    ...(index.where === undefined ? [] : [`where: ${elixirText(index.where, 0)}`]),
    ...(index.method === undefined ? [] : [`using: ${atom(index.method)}`]),
    ...(index.concurrently ? ['concurrently: true'] : []),
    ...prefixOf(index.table),
  ];
  const columns = `[${index.columns.map(atom).join(', ')}]`;
  return call(
    `create${index.ifNotExists ? '_if_not_exists' : ''} index(`,
    [atom(index.table.name), columns, ...options],
    ')',
  );
}

const createConstraint = (check: AddCheck): string =>
  call(
    'create constraint(',
    [
      atom(check.table.name),
      atom(check.name),
      `check: ${elixirText(check.expression, 0)}`,
      ...(check.notValid ? ['validate: false'] : []),
      ...prefixOf(check.table),
    ],
    ')',
  );
