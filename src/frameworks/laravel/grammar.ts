// Blueprints as the SQL that Laravel sends to PostgreSQL. illuminate/database/Schema/Grammars/PostgresGrammar.php
import { list, nil, type Site, textOf, toText, truth, type Value } from '../php/value.ts';
import { changes, columnSql, dbalChanges } from './column-sql.ts';
import type { Blueprint, Command } from './definition.ts';
import { type Fluent, holds, isSet } from './fluent.ts';
import { ofIndex } from './index-sql.ts';
import { indexName, quotedColumn, quotedName, quotedText, Unreadable, word, words } from './naming.ts';
import { altersByItself, isSince, type Version } from './version.ts';

export interface Statement {
  readonly sql: string;
  readonly site: Site;
}

/** What can't be written is handed to `fail`, with the definition that is to blame. */
export interface Compiling {
  readonly version: Version;
  readonly fail: (of: Fluent, name: string, reason: string) => void;
}

/** `site` is that of the call that is given the closure. */
export function statementsOf(blueprint: Blueprint, site: Site, compiling: Compiling): Statement[] {
  const { fail } = compiling;
  const statements: Statement[] = [];
  if (blueprint.isNew) {
    const columns = definitions(blueprint, blueprint.columns, compiling);
    const create = blueprint.isTemporary ? 'create temporary' : 'create';
    statements.push({ sql: `${create} table ${quotedName(blueprint.table)} (${columns.join(', ')})`, site });
  }
  for (const command of ordered(blueprint, compiling)) {
    try {
      const made = compile(blueprint, command, compiling);
      for (const sql of made) statements.push({ sql, site: command.site });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      fail(command, command.name, error.message);
    }
  }
  return statements;
}

function definitions(blueprint: Blueprint, columns: readonly Fluent[], { version, fail }: Compiling): string[] {
  const hasPrimary = blueprint.commands.some(({ name }) => name === 'primary');
  return columns.flatMap((column): string[] => {
    try {
      return [columnSql(column, version, hasPrimary)];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      fail(column, `the column ${toText(column.attributes.get('name') ?? nil).text}`, error.message);
      return [];
    }
  });
}

/** Blueprint::addImpliedCommands */
function ordered(blueprint: Blueprint, { version }: Compiling): Command[] {
  const { commands, columns, isNew } = blueprint;
  const given = commands.filter(({ name }) => name !== 'column');
  const rest = [...columns.flatMap((column) => fluentIndexes(blueprint, column)), ...columns.flatMap(said)];
  if (isNew) return [...given, ...rest];
  const command = (name: string, column: Fluent, columns = [column]): Command => {
    return { name, attributes: new Map(), site: column.site, column, columns };
  };
  const changes = columns.filter((column) => holds(column, 'change'));
  const additions = columns.filter((column) => !holds(column, 'change'));
  const changing = (together: Fluent[]): Command[] => {
    const [first] = together;
    if (!altersByItself(version)) return together.map((column) => command('change', column));
    return first ? [command('changeAll', first, together)] : [];
  };
  if (isSince(version, 11, 15)) {
    const own = commands.flatMap((each) => {
      if (each.name !== 'column' || !each.column) return [each];
      return holds(each.column, 'change') ? changing([each.column]) : [command('add', each.column)];
    });
    return [...own, ...rest];
  }
  const [added] = additions;
  const adding = added ? [command('addAll', added, additions)] : [];
  return [...changing(changes), ...adding, ...given, ...rest];
}

const kinds = ['primary', 'unique', 'index', 'fulltext', 'fullText', 'spatialIndex', 'vectorIndex'] as const;

/** `->unique()` of a column: the first of the kinds that is set. */
function fluentIndexes({ table }: Blueprint, column: Fluent): Command[] {
  const kind = kinds.find((each) => isSet(column, each));
  const value = kind && column.attributes.get(kind);
  if (!kind || !value) return [];
  const columns = [column.attributes.get('name') ?? nil];
  const type = kind === 'fullText' ? 'fulltext' : kind;
  const isOff = truth(value) === false;
  if (isOff && !holds(column, 'change')) return [];
  const isNamed = value.kind === 'text';
  const name = isNamed && !isOff ? value : textOf(indexName(table, columns, type));
  const attributes = new Map<string, Value>([
    ['index', name],
    ['columns', list(columns)],
  ]);
  const drop = kind === 'unique' ? 'dropUnique' : kind === 'primary' ? 'dropPrimary' : 'dropIndex';
  return [{ name: isOff ? drop : type, attributes, site: column.site }];
}

function said(column: Fluent): Command[] {
  const of = { attributes: new Map(), site: column.site, column };
  const starts = isSet(column, 'startingValue') || isSet(column, 'from');
  return [...(starts ? [{ ...of, name: 'start' }] : []), { ...of, name: 'comment' }];
}

function compile(blueprint: Blueprint, command: Command, compiling: Compiling): string[] {
  const { version } = compiling;
  const table = quotedName(blueprint.table);
  const { column } = command;
  switch (command.name) {
    case 'add':
      return definitions(blueprint, column ? [column] : [], compiling).map(
        (each) => `alter table ${table} add column ${each}`,
      );
    case 'addAll': {
      const all = definitions(blueprint, command.columns ?? [], compiling).map((each) => `add column ${each}`);
      return all.length > 0 ? [altering(table, all)] : [];
    }
    case 'change':
      return column ? dbalChanges(column, version).map((each) => altering(table, [altered(column, each)])) : [];
    case 'changeAll':
      return [altering(table, command.columns?.flatMap((each) => changed(each, version)) ?? [])];
    case 'comment':
      return column ? comment(table, column, version) : [];
    case 'start':
      return column ? starting(blueprint, column, version) : [];
    default:
      return ofIndex(blueprint, command) ?? ofTable(blueprint, command);
  }
}

const altering = (table: string, changes: readonly string[]): string => `alter table ${table} ${changes.join(', ')}`;

const altered = (column: Fluent, change: string): string =>
  `alter column ${quotedColumn(column.attributes.get('name') ?? nil)} ${change}`;

const changed = (column: Fluent, version: Version): string[] =>
  changes(column, version).map((change) => altered(column, change));

function comment(table: string, column: Fluent, version: Version): string[] {
  const text = isSet(column, 'comment') ? quotedText(word(column.attributes.get('comment'), 'comment')) : 'NULL';
  const isSaid = text !== 'NULL' || (isSince(version, 10) && holds(column, 'change'));
  return isSaid ? [`comment on column ${table}.${quotedColumn(column.attributes.get('name') ?? nil)} is ${text}`] : [];
}

function starting({ table }: Blueprint, column: Fluent, version: Version): string[] {
  const value = word(column.attributes.get('startingValue') ?? column.attributes.get('from'), 'starting value');
  const name = word(column.attributes.get('name'), 'name');
  if (!holds(column, 'autoIncrement')) return [];
  return isSince(version, 12, 51)
    ? [`select setval(pg_get_serial_sequence(${quotedText(quotedName(table))}, ${quotedText(name)}), ${value}, false)`]
    : [`alter sequence ${table}_${name}_seq restart with ${value}`];
}

function ofTable({ table: name }: Blueprint, { name: command, attributes }: Command): string[] {
  const table = quotedName(name);
  const [from, to] = ['from', 'to'].map((each) => attributes.get(each));
  switch (command) {
    case 'dropColumn': {
      const columns = words(attributes.get('columns'), 'columns').map((each) => `drop column ${quotedColumn(each)}`);
      return columns.length > 0 ? [`alter table ${table} ${columns.join(', ')}`] : [];
    }
    case 'renameColumn':
      return [
        `alter table ${table} rename column ${quotedName(word(from, 'name'))} to ${quotedName(word(to, 'new name'))}`,
      ];
    case 'renameIndex':
      return [`alter index ${quotedName(word(from, 'name'))} rename to ${quotedName(word(to, 'new name'))}`];
    case 'rename':
      return [`alter table ${table} rename to ${quotedName(word(to, 'new name'))}`];
    case 'drop':
      return [`drop table ${table}`];
    case 'dropIfExists':
      return [`drop table if exists ${table}`];
    case 'tableComment':
      return [`comment on table ${table} is ${quotedText(word(attributes.get('comment'), 'comment'))}`];
    default:
      return [];
  }
}
