// Indexes, with what Npgsql's annotations say of them. EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import { knownText, type Value } from '../csharp/value.ts';
import type { Project } from './model.ts';
import { qualified, quote, quoteAll } from './names.ts';
import { flagIn, namesIn, noteFlag, noteList, noteOf, type Operation, Unreadable } from './operation.ts';
import { storage } from './tables.ts';
import { searchVector } from './text-search.ts';

export const isConcurrent = ({ annotations }: Operation): boolean =>
  noteFlag(annotations, 'Npgsql:CreatedConcurrently') ?? false;

export function createIndex(operation: Operation, project: Project): string[] {
  const { annotations, given } = operation;
  const table = qualified(given.text('table'), given.maybe('schema'));
  const search = noteOf(annotations, 'Npgsql:TsVectorConfig');
  const method = noteOf(annotations, 'Npgsql:IndexMethod');
  const include = noteList(annotations, 'Npgsql:IndexInclude');
  const filter = given.maybe('filter');
  const parts = [
    `CREATE ${given.flag('unique') ? 'UNIQUE ' : ''}INDEX ${isConcurrent(operation) ? 'CONCURRENTLY ' : ''}${quote(given.text('name'))}`,
    ` ON ${table}${method ? ` USING ${method}` : ''}`,
    ` (${search === undefined ? columnsOf(operation, method).join(', ') : searchVector(search, given.names('columns'), table, project)})`,
    include && include.items.length > 0 ? ` INCLUDE (${quoteAll(namesIn(include, 'Npgsql:IndexInclude'))})` : '',
    noteFlag(annotations, 'Npgsql:NullsDistinct') === false ? ' NULLS NOT DISTINCT' : '',
    storage(annotations),
    filter ? ` WHERE ${filter}` : '',
  ];
  return [parts.join('')];
}

function columnsOf({ annotations, given }: Operation, method: string | undefined): string[] {
  const listed = (name: string): readonly Value[] => noteList(annotations, name)?.items ?? [];
  const collations = [...listed('Relational:Collation'), ...listed('Npgsql:IndexCollation')];
  const operators = listed('Npgsql:IndexOperators');
  const orders = listed('Npgsql:IndexSortOrder');
  const nulls = listed('Npgsql:IndexNullSortOrder');
  const isSorted = method === undefined || method === 'btree';
  const descending = given.value('descending');
  return given.names('columns').map((column, at) => {
    const collation = knownText(collations[at]);
    const operator = knownText(operators[at]);
    const isDescending = descending ? isDown(descending, at) : wordOf(orders[at]) === 'Descending';
    const order = { NullsFirst: ' NULLS FIRST', NullsLast: ' NULLS LAST' }[wordOf(nulls[at])] ?? '';
    return [
      quote(column),
      collation ? ` COLLATE ${quote(collation)}` : '',
      operator ? ` ${operatorName(operator)}` : '',
      ...(isSorted ? [isDescending ? ' DESC' : '', order] : []),
    ].join('');
  });
}

const wordOf = (value: Value | undefined): string => (value?.kind === 'name' ? value.path.replace(/^.*\./, '') : '');

/** An array without entries stands for all columns. */
function isDown(value: Value, at: number): boolean {
  if (value.kind !== 'list') throw new Unreadable('`descending` is known only at run time');
  return value.items.length === 0 || flagIn(value.items[at], 'descending');
}

function operatorName(operator: string): string {
  const at = operator.indexOf('.');
  return at < 0 ? quote(operator) : qualified(operator.slice(at + 1), operator.slice(0, at));
}

export const dropIndex = ({ given }: Operation): string[] => [
  `DROP INDEX ${qualified(given.text('name'), given.maybe('schema'))}`,
];

export function renameIndex({ given }: Operation): string[] {
  const [name, newName] = [given.text('name'), given.text('newName')];
  return name === newName ? [] : [`ALTER INDEX ${qualified(name, given.maybe('schema'))} RENAME TO ${quote(newName)}`];
}
