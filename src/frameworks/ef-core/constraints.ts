// Constraints, within a table that is made and by themselves. EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import { qualified, quote, quoteAll } from './names.ts';
import { choiceIn, noteFlag, type Operation } from './operation.ts';

/** `CONSTRAINT "PK_x" ` */
function head({ given }: Operation): string {
  const name = given.maybe('name');
  return name === undefined ? '' : `CONSTRAINT ${quote(name)} `;
}

const keyOf = (operation: Operation, kind: string): string => {
  const overlaps = noteFlag(operation.annotations, 'Npgsql:WithoutOverlaps') ? ' WITHOUT OVERLAPS' : '';
  const nulls = noteFlag(operation.annotations, 'Npgsql:NullsDistinct') === false ? ' NULLS NOT DISTINCT' : '';
  // PostgreSQL has NULLS NOT DISTINCT before the columns, where Npgsql does not write it for constraints.
  return `${head(operation)}${kind} (${quoteAll(operation.given.names('columns'))}${overlaps})${nulls}`;
};

export const primaryKey = (operation: Operation): string => keyOf(operation, 'PRIMARY KEY');

export const uniqueConstraint = (operation: Operation): string => keyOf(operation, 'UNIQUE');

export const checkConstraint = (operation: Operation): string =>
  `${head(operation)}CHECK (${operation.given.text('sql')})`;

const actions: Readonly<Record<string, string>> = {
  Restrict: 'RESTRICT',
  Cascade: 'CASCADE',
  SetNull: 'SET NULL',
  SetDefault: 'SET DEFAULT',
};

export function foreignKey(operation: Operation): string {
  const { given } = operation;
  const isPeriod = noteFlag(operation.annotations, 'Npgsql:Period') ?? false;
  const columns = (names: string[]): string => {
    const last = names.at(-1);
    return isPeriod && last !== undefined ? `${quoteAll(names.slice(0, -1))}, PERIOD ${quote(last)}` : quoteAll(names);
  };
  const target = given.value('principalColumns') ? ` (${columns(given.names('principalColumns'))})` : '';
  const on = (event: string, name: string): string => {
    const action = actions[choiceIn(given.value(name), name) ?? ''];
    return action === undefined ? '' : ` ON ${event} ${action}`;
  };
  const referenced = qualified(given.text('principalTable'), given.maybe('principalSchema'));
  const own = `${head(operation)}FOREIGN KEY (${columns(given.names('columns'))})`;
  return `${own} REFERENCES ${referenced}${target}${on('UPDATE', 'onUpdate')}${on('DELETE', 'onDelete')}`;
}

const alter = ({ given }: Operation): string => `ALTER TABLE ${qualified(given.text('table'), given.maybe('schema'))}`;

export const addConstraint = (operation: Operation, part: (operation: Operation) => string): string[] => [
  `${alter(operation)} ADD ${part(operation)}`,
];

export const dropConstraint = (operation: Operation): string[] => [
  `${alter(operation)} DROP CONSTRAINT ${quote(operation.given.text('name'))}`,
];
