// The safe way as a Rails migration. activerecord/lib/active_record/connection_adapters/postgresql/schema_statements.rb
import type { AddColumn, AddForeignKey, CreateIndex, Known, Table } from '../remedy/known.ts';
import { rubyString, rubySymbol, rubyText } from '../remedy/quoting.ts';
import {
  call,
  camelCase,
  indent,
  isSetting,
  nameOf,
  type RemedyContext,
  type RemedyStep,
  type RemedyWriter,
} from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Rails',
  language: 'ruby',
  mark: '#',
  statement(step, context) {
    const said = inWords(step, context) ?? raw(step);
    return isSetting(step) && isReversible(context) ? `up_only { ${said} }` : said;
  },
  wrapped,
};

const versionOf = ({ file }: RemedyContext): string | undefined =>
  /<\s*(?:::)?ActiveRecord::Migration\[(\d+\.\d+)\]/.exec(file.text.text)?.[1];

function wrapped(code: string, context: RemedyContext): string {
  const { steps, isOutside } = context.migration;
  const version = versionOf(context);
  return [
    `class ${camelCase(nameOf(steps))} < ActiveRecord::Migration${version === undefined ? '' : `[${version}]`}`,
    ...(isOutside ? ['  disable_ddl_transaction!\n'] : []),
    `  def ${isReversible(context) ? 'change' : 'up'}`,
    indent(code, 4),
    '  end',
    'end',
  ].join('\n');
}

/** `up_only` came with 5.2, as did the constraints that are validated later. */
function isReversible(context: RemedyContext): boolean {
  const { steps } = context.migration;
  const isSet = steps.some(isSetting) && steps.some((step) => !isSetting(step));
  if (isSet && Number(versionOf(context) ?? '5.0') < 5.2) return false;
  return steps.every(
    (step) => (isSet && isSetting(step)) || (reversible.has(step.known?.kind) && inWords(step, context) !== undefined),
  );
}

const reversible = new Set<Known['kind'] | undefined>([
  'create-index',
  'add-foreign-key',
  'add-check',
  'validate',
  'add-column',
  'set-not-null',
  'drop-not-null',
]);

function raw({ sql }: RemedyStep): string {
  const { inline, below } = rubyText(sql, 0);
  return [`execute ${inline}`, ...(below === undefined ? [] : [below])].join('\n');
}

/** The version is of the class: a method that came later may not be there. */
function inWords({ known, repeats }: RemedyStep, context: RemedyContext): string | undefined {
  const version = Number(versionOf(context) ?? '5.0');
  const { tableOf, madeAs } = context;
  if (!known || repeats) return undefined;
  switch (known.kind) {
    case 'create-index':
      return createIndex(known);
    case 'drop-index': {
      const table = known.schema === undefined ? tableOf(known.name) : undefined;
      const options = [
        `name: ${rubyString(known.name)}`,
        ...concurrently(known.concurrently),
        ...(known.ifExists ? ['if_exists: true'] : []),
      ];
      return table === undefined || (known.ifExists && version < 6.1)
        ? undefined
        : command('remove_index', [rubySymbol(table), ...options]);
    }
    case 'add-foreign-key':
      return addForeignKey(known, version);
    case 'add-check':
      if (version < 6.1) return undefined;
      return command('add_check_constraint', [
        nameIn(known.table),
        rubyString(known.expression),
        `name: ${rubyString(known.name)}`,
        ...(known.notValid ? ['validate: false'] : []),
      ]);
    case 'validate':
      return validate(known.table, known.name, madeAs(known.name), version);
    case 'drop-constraint':
      return dropConstraint(known.table, known.name, madeAs(known.name), version);
    case 'set-not-null':
      return command('change_column_null', [nameIn(known.table), rubySymbol(known.column), 'false']);
    case 'drop-not-null':
      return command('change_column_null', [nameIn(known.table), rubySymbol(known.column), 'true']);
    case 'set-default':
      return command('change_column_default', [nameIn(known.table), rubySymbol(known.column), defaultOf(known.value)]);
    case 'drop-default':
      return command('change_column_default', [nameIn(known.table), rubySymbol(known.column), 'nil']);
    case 'add-column':
      return addColumn(known);
    case 'drop-column':
      return command('remove_column', [nameIn(known.table), rubySymbol(known.column)]);
    default:
      return undefined;
  }
}

const command = (name: string, args: readonly string[]): string => {
  const line = `${name} ${args.join(', ')}`;
  return line.length <= 100 ? line : call(`${name}(`, args, ')');
};

const nameIn = ({ schema, name }: Table): string =>
  schema === undefined ? rubySymbol(name) : rubyString(`${schema}.${name}`);

const concurrently = (is: boolean): string[] => (is ? ['algorithm: :concurrently'] : []);

const listOf = (names: readonly string[]): string =>
  names.length === 1 ? rubySymbol(names[0] ?? '') : `[${names.map(rubySymbol).join(', ')}]`;

/** Rails refuses names that are longer than PostgreSQL's; `where` came with 4.0, `if_not_exists` with 6.1. */
const createIndex = (index: CreateIndex): string =>
  command('add_index', [
    nameIn(index.table),
    listOf(index.columns),
    ...(index.unique ? ['unique: true'] : []),
    `name: ${rubyString(index.name)}`,
    ...(index.where === undefined ? [] : [`where: ${rubyString(index.where)}`]),
    ...(index.method === undefined ? [] : [`using: ${rubySymbol(index.method)}`]),
    ...concurrently(index.concurrently),
    ...(index.ifNotExists ? ['if_not_exists: true'] : []),
  ]);

const keyActions = {
  cascade: ':cascade',
  restrict: ':restrict',
  'set null': ':nullify',
  'set default': undefined,
} as const;

/** ActiveRecord always names the column that is referenced. */
function addForeignKey(key: AddForeignKey, version: number): string | undefined {
  const [column, ...others] = key.columns;
  const [target, ...more] = key.targetColumns;
  const actions = [key.onDelete, key.onUpdate].flatMap((action) => (action ? [keyActions[action]] : []));
  if (!column || !target || others.length + more.length > 0 || version < 5.2 || actions.includes(undefined))
    return undefined;
  const option = (name: string, action: AddForeignKey['onDelete']) =>
    action ? [`${name}: ${keyActions[action]}`] : [];
  return command('add_foreign_key', [
    nameIn(key.table),
    nameIn(key.target),
    `column: ${rubySymbol(column)}`,
    ...(target === 'id' ? [] : [`primary_key: ${rubySymbol(target)}`]),
    `name: ${rubyString(key.name)}`,
    ...option('on_delete', key.onDelete),
    ...option('on_update', key.onUpdate),
    ...(key.notValid ? ['validate: false'] : []),
  ]);
}

function validate(
  table: Table,
  name: string,
  made: ReturnType<RemedyContext['madeAs']>,
  version: number,
): string | undefined {
  if (version < 5.2) return undefined;
  if (made === 'foreign-key') return command('validate_foreign_key', [nameIn(table), `name: ${rubyString(name)}`]);
  if (made === 'check' && version >= 6.1)
    return command('validate_check_constraint', [nameIn(table), `name: ${rubyString(name)}`]);
  return undefined;
}

function dropConstraint(
  table: Table,
  name: string,
  made: ReturnType<RemedyContext['madeAs']>,
  version: number,
): string | undefined {
  const args = [nameIn(table), `name: ${rubyString(name)}`];
  if (made === 'foreign-key') return command('remove_foreign_key', args);
  return made === 'check' && version >= 6.1 ? command('remove_check_constraint', args) : undefined;
}

const types: Readonly<Record<string, string>> = {
  text: ':text',
  integer: ':integer',
  int: ':integer',
  bigint: ':bigint',
  boolean: ':boolean',
  date: ':date',
  uuid: ':uuid',
  jsonb: ':jsonb',
  json: ':json',
  'double precision': ':float',
};

/** A type that Rails has no word for is taken as it stands. */
const addColumn = (column: AddColumn): string =>
  command('add_column', [
    nameIn(column.table),
    rubySymbol(column.column),
    types[column.type.toLowerCase()] ?? rubyString(column.type),
    ...(column.default === undefined ? [] : [`default: ${defaultOf(column.default)}`]),
    ...(column.notNull ? ['null: false'] : []),
  ]);

/** A plain value as Ruby's; any other is SQL. */
function defaultOf(sql: string): string {
  if (/^(?:\d{1,15}|true|false)$/i.test(sql)) return sql.toLowerCase();
  const [, text] = /^'([^'\\]*)'$/.exec(sql) ?? [];
  return text === undefined ? `-> { ${rubyString(sql)} }` : rubyString(text);
}
