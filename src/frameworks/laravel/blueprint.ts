// Blueprint: what the closure of Schema::create and Schema::table describes. illuminate/database/Schema/Blueprint.php
import { addGap, type Machine } from '../php/machine.ts';
import {
  type Call,
  isNull,
  list,
  type Native,
  native,
  nil,
  plain,
  type Site,
  textOf,
  type Value,
} from '../php/value.ts';
import { pluralize } from '../ruby/inflections.ts';
import { columnMethods, columnNames, increments } from './column-methods.ts';
import { type Attributes, type Fluent, fluentValue, foreignValue } from './fluent.ts';
import type { Model } from './models.ts';
import { indexName, Unreadable, word, words } from './naming.ts';

export interface Command extends Fluent {
  readonly name: string;
  /** Of `add` and `change`, and of what is said of a column. */
  readonly column?: Fluent;
}

export interface Blueprint {
  readonly table: string;
  readonly isNew: boolean;
  isTemporary: boolean;
  readonly columns: Fluent[];
  /** A column's own command is `column` before it is told whether it changes. */
  readonly commands: Command[];
}

/** What a blueprint asks for beside itself. */
export interface Surroundings {
  readonly machine: Machine;
  readonly modelOf: (name: string) => Model | undefined;
}

export const newBlueprint = (table: string, isNew: boolean): Blueprint => ({
  table,
  isNew,
  isTemporary: false,
  columns: [],
  commands: [],
});

export function argument({ args, named }: Call, at: number, name: string): Value | undefined {
  const value = args[at] ?? named.get(name);
  return value && isNull(value) ? undefined : value;
}

export function addCommand(
  { commands }: Blueprint,
  name: string,
  site: Site,
  attributes: Attributes = new Map(),
): Command {
  const command = { name, attributes, site };
  commands.push(command);
  return command;
}

/** The object that the closure is given. */
export function blueprintValue(blueprint: Blueprint, around: Surroundings): Native {
  const self: Native = native('$table', (name, call) => {
    try {
      if (call.isOpen) throw new Unreadable('its arguments are known only at run time');
      return (
        methodOf(blueprint, around, self, name, call) ??
        unread(around.machine, name, call, 'it is no method of Laravel’s own')
      );
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return unread(around.machine, name, call, error.message);
    }
  });
  return self;

  function unread(machine: Machine, name: string, { site }: Call, reason: string): Value {
    const what = `${name}() on the table ${blueprint.table}`;
    addGap(machine, site, `${what} is not read: ${reason}.`, 'unsupported');
    return fluentValue('a definition', { attributes: new Map(), site });
  }
}

function methodOf(blueprint: Blueprint, around: Surroundings, self: Native, name: string, call: Call) {
  const lower = name.toLowerCase();
  return (
    columnOf(blueprint, lower, call) ??
    several(blueprint, lower, call) ??
    indexOf(blueprint, lower, call) ??
    dropOf(blueprint, around, lower, call) ??
    otherOf(blueprint, around, self, lower, call)
  );
}

/** `foreign…` methods make columns that can be constrained. */
function columnOf(blueprint: Blueprint, name: string, call: Call): Value | undefined {
  const counting = increments[name];
  if (counting) {
    const column = argument(call, 0, 'column') ?? textOf('id');
    return define(
      blueprint,
      call,
      new Map<string, Value>([
        ['type', textOf(counting)],
        ['name', column],
        ['autoIncrement', plain(true)],
      ]),
    );
  }
  if (name === 'addcolumn') {
    const given = argument(call, 2, 'parameters');
    const rest = given?.kind === 'list' ? [...given.entries] : [];
    return define(blueprint, call, new Map([...rest, ['type', call.args[0] ?? nil], ['name', call.args[1] ?? nil]]));
  }
  const method = columnMethods.get(name);
  if (!method) return undefined;
  const [type, ...parameters] = method;
  const fallbackName = columnNames[name];
  const column = argument(call, 0, 'column') ?? (fallbackName === undefined ? nil : textOf(fallbackName));
  const attributes: Attributes = new Map<string, Value>([
    ['type', textOf(type)],
    ['name', column],
  ]);
  for (const [at, [parameter, fallback]] of parameters.entries()) {
    const given = argument(call, at + 1, parameter) ?? (fallback === undefined ? undefined : plain(fallback));
    if (given) attributes.set(parameter, given);
  }
  if (name.startsWith('softdeletes')) attributes.set('nullable', plain(true));
  return define(blueprint, call, attributes, name.startsWith('foreign'));
}

function define(blueprint: Blueprint, { site }: Pick<Call, 'site'>, attributes: Attributes, isForeign = false): Native {
  word(attributes.get('name'), 'name');
  const column: Fluent = { attributes, site };
  blueprint.columns.push(column);
  blueprint.commands.push({ name: 'column', attributes, site, column });
  return fluentValue('a column', column, (name, call) =>
    isForeign ? constrain(blueprint, attributes, name.toLowerCase(), call) : undefined,
  );
}

/** Illuminate\Database\Schema\ForeignIdColumnDefinition */
function constrain(blueprint: Blueprint, attributes: Attributes, name: string, call: Call): Native | undefined {
  if (name !== 'constrained' && name !== 'references') return undefined;
  const column = attributes.get('name') ?? nil;
  if (name === 'references') {
    const key = foreign(blueprint, [column], argument(call, 1, 'indexName'), call.site);
    key.attributes.set('references', call.args[0] ?? nil);
    return foreignValue(key);
  }
  const key = foreign(blueprint, [column], argument(call, 2, 'indexName'), call.site);
  const of = argument(call, 1, 'column') ?? attributes.get('referencesModelColumn') ?? textOf('id');
  const guessed = (): Value => {
    const own = word(column, 'name');
    const end = own.lastIndexOf(`_${word(of, 'column')}`);
    return textOf(pluralize(end < 0 ? own : own.slice(0, end)));
  };
  key.attributes.set('references', of);
  key.attributes.set('on', argument(call, 0, 'table') ?? attributes.get('table') ?? guessed());
  return foreignValue(key);
}

function foreign(blueprint: Blueprint, columns: Value[], name: Value | undefined, site: Site): Command {
  return index(blueprint, 'foreign', columns, name, site);
}

function index(blueprint: Blueprint, type: string, columns: Value[], name: Value | undefined, site: Site): Command {
  const own = name === undefined ? indexName(blueprint.table, columns, type) : word(name, 'name');
  return addCommand(
    blueprint,
    type,
    site,
    new Map<string, Value>([
      ['index', textOf(own)],
      ['columns', list(columns)],
    ]),
  );
}

const stamps: Readonly<Record<string, string>> = {
  timestamps: 'timestamp',
  nullabletimestamps: 'timestamp',
  timestampstz: 'timestampTz',
  nullabletimestampstz: 'timestampTz',
  datetimes: 'dateTime',
};

const morphs = /^(nullable)?(numeric|uuid|ulid)?morphs$/;

/** Methods that define several columns. */
function several(blueprint: Blueprint, name: string, call: Call): Value | undefined {
  const add = (type: string, column: string, rest: [string, Value][]): Native =>
    define(blueprint, call, new Map<string, Value>([['type', textOf(type)], ['name', textOf(column)], ...rest]));
  const stamp = stamps[name];
  if (stamp) {
    const precision = argument(call, 0, 'precision') ?? plain(0);
    for (const column of ['created_at', 'updated_at'])
      add(stamp, column, [
        ['nullable', plain(true)],
        ['precision', precision],
      ]);
    return nil;
  }
  if (name === 'remembertoken')
    return add('string', 'remember_token', [
      ['length', plain(100)],
      ['nullable', plain(true)],
    ]);
  const kind = morphs.exec(name);
  if (!kind) return undefined;
  const base = word(argument(call, 0, 'name'), 'name');
  const nullable: [string, Value][] = kind[1] ? [['nullable', plain(true)]] : [];
  const [type, rest]: [string, [string, Value][]] =
    kind[2] === 'uuid' ? ['uuid', []] : kind[2] === 'ulid' ? ['char', [['length', plain(26)]]] : ['bigInteger', []];
  add('string', `${base}_type`, [['length', plain(255)], ...nullable]);
  add(type, `${base}_id`, [...rest, ...nullable]);
  index(blueprint, 'index', [textOf(`${base}_type`), textOf(`${base}_id`)], argument(call, 1, 'indexName'), call.site);
  return nil;
}

const indexes: Readonly<Record<string, string>> = {
  primary: 'primary',
  unique: 'unique',
  index: 'index',
  fulltext: 'fulltext',
  spatialindex: 'spatialIndex',
  vectorindex: 'vectorIndex',
  foreign: 'foreign',
};

function indexOf(blueprint: Blueprint, name: string, call: Call): Value | undefined {
  if (name === 'rawindex') {
    const expression = native('an expression', undefined);
    const sql = textOf(word(argument(call, 0, 'expression'), 'expression'));
    return indexValue(index(blueprint, 'index', [{ ...expression, sql }], argument(call, 1, 'name'), call.site));
  }
  const type = indexes[name];
  if (!type) return undefined;
  const columns = words(argument(call, 0, 'columns'), 'columns');
  const made = index(blueprint, type, columns, argument(call, 1, 'name'), call.site);
  const third = argument(call, 2, type === 'spatialIndex' ? 'operatorClass' : 'algorithm');
  if (third) made.attributes.set(type === 'spatialIndex' ? 'operatorClass' : 'algorithm', third);
  return type === 'foreign' ? foreignValue(made) : indexValue(made);
}

const indexValue = (command: Command): Native => fluentValue('an index', command);

const drops: Readonly<Record<string, readonly [command: string, type: string]>> = {
  dropprimary: ['dropPrimary', 'primary'],
  dropunique: ['dropUnique', 'unique'],
  dropindex: ['dropIndex', 'index'],
  dropfulltext: ['dropIndex', 'fulltext'],
  dropspatialindex: ['dropIndex', 'spatialIndex'],
  dropforeign: ['dropForeign', 'foreign'],
};

const dropped: Readonly<Record<string, readonly string[]>> = {
  droptimestamps: ['created_at', 'updated_at'],
  droptimestampstz: ['created_at', 'updated_at'],
  dropremembertoken: ['remember_token'],
};

function dropOf(blueprint: Blueprint, around: Surroundings, name: string, call: Call): Value | undefined {
  const drop = drops[name];
  if (drop) return dropIndex(blueprint, drop, argument(call, 0, 'index'), call.site);
  const columns = (all: readonly Value[]): Value =>
    indexValue(addCommand(blueprint, 'dropColumn', call.site, new Map([['columns', list(all)]])));
  const fixed = dropped[name];
  if (fixed) return columns(fixed.map((each) => textOf(each)));
  if (name === 'dropcolumn') {
    const [first] = call.args;
    return columns(words(first?.kind === 'list' ? first : list([...call.args, ...call.named.values()]), 'columns'));
  }
  if (name.startsWith('dropsoftdeletes')) return columns([argument(call, 0, 'column') ?? textOf('deleted_at')]);
  if (/^drop(?:constrained)?foreignidfor$/.test(name)) {
    const own = argument(call, 1, 'column') ?? textOf(modelFor(around, call).foreignKey);
    if (name.includes('constrained')) dropIndex(blueprint, ['dropForeign', 'foreign'], list([own]), call.site);
    return columns([own]);
  }
  if (name === 'dropconstrainedforeignid') {
    const all = words(argument(call, 0, 'column'), 'column');
    dropIndex(blueprint, ['dropForeign', 'foreign'], list(all), call.site);
    return columns(all);
  }
  if (name !== 'dropmorphs') return undefined;
  const base = word(argument(call, 0, 'name'), 'name');
  const pair = [textOf(`${base}_type`), textOf(`${base}_id`)];
  dropIndex(blueprint, ['dropIndex', 'index'], argument(call, 1, 'indexName') ?? list(pair), call.site);
  return columns(pair);
}

function dropIndex(
  blueprint: Blueprint,
  [command, type]: readonly [string, string],
  given: Value | undefined,
  site: Site,
): Value {
  const isConventional = given?.kind === 'list';
  const name = isConventional
    ? indexName(blueprint.table, words(given, 'columns'), type)
    : command === 'dropPrimary'
      ? 'primary'
      : word(given, 'name');
  return indexValue(addCommand(blueprint, command, site, new Map([['index', textOf(name)]])));
}

function modelFor({ modelOf }: Surroundings, call: Call): Model {
  const name = word(argument(call, 0, 'model'), 'model');
  const model = modelOf(name);
  if (!model) throw new Unreadable(`what ${name} says of its table and key is not in this project`);
  return model;
}

const ignored = /^(?:engine|innodb|charset|collation)$/;

function otherOf(
  blueprint: Blueprint,
  around: Surroundings,
  self: Native,
  name: string,
  call: Call,
): Value | undefined {
  const set = (command: string, pairs: [string, Value][]): Value =>
    indexValue(addCommand(blueprint, command, call.site, new Map(pairs)));
  const [first = nil, second = nil] = call.args;
  if (ignored.test(name)) return nil;
  if (name === 'temporary') {
    blueprint.isTemporary = true;
    return nil;
  }
  if (name === 'renamecolumn' || name === 'renameindex') {
    return set(name === 'renamecolumn' ? 'renameColumn' : 'renameIndex', [
      ['from', argument(call, 0, 'from') ?? nil],
      ['to', argument(call, 1, 'to') ?? nil],
    ]);
  }
  if (name === 'rename') return set('rename', [['to', first]]);
  if (name === 'drop' || name === 'dropifexists') return set(name === 'drop' ? 'drop' : 'dropIfExists', []);
  if (name === 'comment') return set('tableComment', [['comment', first]]);
  if (name === 'after') {
    around.machine.call(second, { ...call, args: [self], named: new Map() });
    return nil;
  }
  if (/^foreign(?:id|uuid|ulid)for$/.test(name)) return foreignFor(blueprint, around, name, call);
  if (name === 'gettable') return textOf(blueprint.table);
  return name === 'getcolumns' || name === 'getprefix' ? (name === 'getprefix' ? textOf('') : list([])) : undefined;
}

function foreignFor(blueprint: Blueprint, around: Surroundings, name: string, call: Call): Value {
  const model = modelFor(around, call);
  const kind = name === 'foreignidfor' ? model.key : name.slice('foreign'.length, -'for'.length);
  const attributes: Attributes = new Map<string, Value>([
    ['type', textOf(kind === 'uuid' ? 'uuid' : kind === 'ulid' ? 'char' : 'bigInteger')],
    ['name', argument(call, 1, 'column') ?? textOf(model.foreignKey)],
    ['table', textOf(model.table)],
    ['referencesModelColumn', textOf(model.keyName)],
  ]);
  if (kind === 'ulid') attributes.set('length', plain(26));
  return define(blueprint, call, attributes, true);
}
