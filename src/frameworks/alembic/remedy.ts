// The safe way as an Alembic revision. https://alembic.sqlalchemy.org/en/latest/ops.html, autocommit_block() of alembic/runtime/migration.py
import type { AddForeignKey, CreateIndex, Table } from '../remedy/known.ts';
import { pythonText } from '../remedy/quoting.ts';
import { call, indent, type RemedyStep, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Alembic',
  language: 'python',
  mark: '#',
  saidByCode: 'in a `with op.get_context().autocommit_block():`',
  statement: (step) => inWords(step) ?? `op.execute(${textOf(step.sql)})`,
  wrapped(code, { migration: { isOutside } }) {
    const block = isOutside ? `with op.get_context().autocommit_block():\n${indent(code, 4)}` : code;
    return `def upgrade():\n${indent(block, 4)}`;
  },
};

/** In SQLAlchemy's text a word after a colon is a parameter. sqlalchemy/sql/elements.py */
const textOf = (sql: string): string => pythonText(sql.replace(/(?<![:\w\\]):(?=\w+(?!:))/g, '\\:'));

function inWords({ known }: RemedyStep): string | undefined {
  switch (known?.kind) {
    case 'create-index':
      return createIndex(known);
    case 'drop-index':
      return command('drop_index', [
        pythonText(known.name),
        ...(known.schema === undefined ? [] : [`schema=${pythonText(known.schema)}`]),
        ...(known.concurrently ? ['postgresql_concurrently=True'] : []),
        ...(known.ifExists ? ['if_exists=True'] : []),
      ]);
    case 'add-foreign-key':
      return createForeignKey(known);
    case 'add-check':
      return command('create_check_constraint', [
        pythonText(known.name),
        pythonText(known.table.name),
        textOf(known.expression),
        ...schemaOf(known.table),
        ...(known.notValid ? ['postgresql_not_valid=True'] : []),
      ]);
    case 'drop-constraint':
      return command('drop_constraint', [
        pythonText(known.name),
        pythonText(known.table.name),
        ...schemaOf(known.table),
      ]);
    case 'set-not-null':
      return alterColumn(known.table, known.column, 'nullable=False');
    case 'drop-not-null':
      return alterColumn(known.table, known.column, 'nullable=True');
    case 'set-default':
      return alterColumn(known.table, known.column, `server_default=sa.text(${textOf(known.value)})`);
    case 'drop-default':
      return alterColumn(known.table, known.column, 'server_default=None');
    case 'drop-column':
      return command('drop_column', [pythonText(known.table.name), pythonText(known.column), ...schemaOf(known.table)]);
    default:
      return undefined;
  }
}

const command = (name: string, args: readonly string[]): string => call(`op.${name}(`, args, ')', ',', 4);

const schemaOf = ({ schema }: Table): string[] => (schema === undefined ? [] : [`schema=${pythonText(schema)}`]);

const alterColumn = (table: Table, column: string, change: string): string =>
  command('alter_column', [pythonText(table.name), pythonText(column), change, ...schemaOf(table)]);

const listOf = (names: readonly string[]): string => `[${names.map(pythonText).join(', ')}]`;

const createIndex = (index: CreateIndex): string =>
  command('create_index', [
    pythonText(index.name),
    pythonText(index.table.name),
    listOf(index.columns),
    ...schemaOf(index.table),
    ...(index.unique ? ['unique=True'] : []),
    ...(index.method === undefined ? [] : [`postgresql_using=${pythonText(index.method)}`]),
    ...(index.where === undefined ? [] : [`postgresql_where=sa.text(${textOf(index.where)})`]),
    ...(index.concurrently ? ['postgresql_concurrently=True'] : []),
    ...(index.ifNotExists ? ['if_not_exists=True'] : []),
  ]);

/** SQLAlchemy always names the columns that are referenced. */
function createForeignKey(key: AddForeignKey): string | undefined {
  if (key.targetColumns.length === 0) return undefined;
  return command('create_foreign_key', [
    pythonText(key.name),
    pythonText(key.table.name),
    pythonText(key.target.name),
    listOf(key.columns),
    listOf(key.targetColumns),
    ...(key.table.schema === undefined ? [] : [`source_schema=${pythonText(key.table.schema)}`]),
    ...(key.target.schema === undefined ? [] : [`referent_schema=${pythonText(key.target.schema)}`]),
    ...(key.onDelete ? [`ondelete=${pythonText(key.onDelete.toUpperCase())}`] : []),
    ...(key.onUpdate ? [`onupdate=${pythonText(key.onUpdate.toUpperCase())}`] : []),
    ...(key.notValid ? ['postgresql_not_valid=True'] : []),
  ]);
}
