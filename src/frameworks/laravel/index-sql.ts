// Indexes and constraints of a blueprint as the SQL that Laravel sends for them. illuminate/database/Schema/Grammars/PostgresGrammar.php
import { isNull, list, type Value } from '../php/value.ts';
import type { Blueprint, Command } from './definition.ts';
import { type Fluent, holds, isSet } from './fluent.ts';
import { quotedColumn, quotedName, quotedText, Unreadable, word, words } from './naming.ts';

const columnsOf = ({ attributes }: Fluent): Value[] => words(attributes.get('columns') ?? list([]), 'columns');
const columnize = (columns: readonly Value[]): string => columns.map(quotedColumn).join(', ');
const nameOf = ({ attributes }: Fluent): string => quotedName(word(attributes.get('index'), 'name'));

/** Undefined where it is no command on an index or constraint. */
export function ofIndex(blueprint: Blueprint, command: Command): string[] | undefined {
  const table = quotedName(blueprint.table);
  const online = isSet(command, 'online') && holds(command, 'online') ? 'concurrently ' : '';
  const given = (attribute: string): string | undefined =>
    isSet(command, attribute) ? word(command.attributes.get(attribute), attribute) : undefined;
  const made = (algorithm: string | undefined, columns: string): string[] => [
    `create index ${online}${nameOf(command)} on ${table}${algorithm ? ` using ${algorithm}` : ''} (${columns})`,
  ];
  const withClass = (operators: string | undefined): string =>
    columnsOf(command)
      .map((column) => `${quotedColumn(column)}${operators ? ` ${operators}` : ''}`)
      .join(', ');
  switch (command.name) {
    case 'primary':
      return [`alter table ${table} add primary key (${columnize(columnsOf(command))})`];
    case 'unique':
      return unique(table, command, online, given('algorithm'));
    case 'index':
      return made(given('algorithm'), columnize(columnsOf(command)));
    case 'spatialIndex':
      return made('gist', withClass(given('operatorClass')));
    case 'vectorIndex':
      return made('hnsw', withClass('vector_cosine_ops'));
    case 'fulltext': {
      const language = quotedText(given('language') ?? 'english');
      const vectors = columnsOf(command).map((column) => `to_tsvector(${language}, ${quotedColumn(column)})`);
      return made('gin', `(${vectors.join(' || ')})`);
    }
    case 'foreign':
      return [foreign(table, command)];
    case 'dropIndex':
      return [`drop index ${nameOf(command)}`];
    case 'dropUnique':
    case 'dropForeign':
      return [`alter table ${table} drop constraint ${nameOf(command)}`];
    case 'dropPrimary':
      return [`alter table ${table} drop constraint ${quotedName(`${blueprint.table.replace(/^.*\./, '')}_pkey`)}`];
    default:
      return undefined;
  }
}

function unique(table: string, command: Command, online: string, algorithm: string | undefined): string[] {
  const name = nameOf(command);
  const columns = columnize(columnsOf(command));
  const when = deferring(command);
  if (online || algorithm) {
    const using = algorithm ? ` using ${algorithm}` : '';
    return [
      `create unique index ${online}${name} on ${table}${using} (${columns})`,
      `alter table ${table} add constraint ${name} unique using index ${name}${when}`,
    ];
  }
  const nulls = isSet(command, 'nullsNotDistinct')
    ? ` nulls ${holds(command, 'nullsNotDistinct') ? 'not distinct' : 'distinct'}`
    : '';
  return [`alter table ${table} add constraint ${name} unique${nulls} (${columns})${when}`];
}

function deferring(command: Command): string {
  if (!isSet(command, 'deferrable')) return '';
  if (!holds(command, 'deferrable')) return ' not deferrable';
  if (!isSet(command, 'initiallyImmediate')) return ' deferrable';
  return ` deferrable initially ${holds(command, 'initiallyImmediate') ? 'immediate' : 'deferred'}`;
}

function foreign(table: string, command: Command): string {
  const { attributes } = command;
  const references = columnize(words(attributes.get('references'), 'references'));
  if (isNull(attributes.get('on'))) throw new Unreadable('the table that it refers to is missing');
  const to = quotedName(word(attributes.get('on'), 'table'));
  const onDelete = isSet(command, 'onDelete') ? ` on delete ${word(attributes.get('onDelete'), 'onDelete')}` : '';
  const onUpdate = isSet(command, 'onUpdate') ? ` on update ${word(attributes.get('onUpdate'), 'onUpdate')}` : '';
  // Even notValid(false), as the grammar asks only whether it is null.
  const notValid = isSet(command, 'notValid') ? ' not valid' : '';
  const own = `foreign key (${columnize(columnsOf(command))}) references ${to} (${references})`;
  return `alter table ${table} add constraint ${nameOf(command)} ${own}${onDelete}${onUpdate}${deferring(command)}${notValid}`;
}
