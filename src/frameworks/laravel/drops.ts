// Blueprint's methods that drop columns, indexes and constraints.
import { type Call, list, type Site, textOf, type Value } from '../php/value.ts';
import { addCommand, argument, type Blueprint, indexValue, modelFor, type Surroundings } from './definition.ts';
import { indexName, word, words } from './naming.ts';

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

/** Undefined where it is none of them. */
export function dropOf(blueprint: Blueprint, around: Surroundings, name: string, call: Call): Value | undefined {
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
