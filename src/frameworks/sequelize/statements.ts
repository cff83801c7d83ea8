// The statements of Sequelize's query interface. lib/dialects/postgres/query-generator.js, lib/dialects/abstract/query-generator.js
import { isNative, isObject, objectOf, onlyKnown, type Plain, stringOf, Unreadable } from '../javascript/plain.ts';
import {
  attributeOf,
  defaultSql,
  deferrableSql,
  definition,
  enumName,
  enumStatement,
  references,
  typeSql,
} from './attributes.ts';
import { whereSql } from './conditions.ts';
import { isDefault, quoted, valueSql } from './data-types.ts';
import { column, detailsOf, fieldsOf, tableSql, underscore } from './names.ts';

const text = (value: Plain): string => valueSql(stringOf(value, 'the comment'));

export function createTable([named, given, rest]: readonly Plain[]): string[] {
  const options = objectOf(rest, 'the options');
  const table = withSchema(named, options.schema);
  const attributes = Object.entries(objectOf(given, 'the columns')).map(([name, each]) =>
    attributeOf(isObject(each) && typeof each.field === 'string' ? each.field : name, each),
  );
  const lines = attributes.map((attribute) => `${column(attribute.name)} ${definition(table, attribute)}`);
  const keys = isObject(options.uniqueKeys) ? Object.values(options.uniqueKeys) : [];
  const uniques = keys.map(
    (key) => `UNIQUE (${fieldsOf(objectOf(key, 'a unique key').fields).map(column).join(', ')})`,
  );
  const primary = attributes.filter(({ options: { primaryKey } }) => primaryKey).map(({ name }) => column(name));
  const all = [...lines, ...uniques, ...(primary.length > 0 ? [`PRIMARY KEY (${primary.join(',')})`] : [])];
  const comments = [
    ...(options.comment ? [`COMMENT ON TABLE ${tableSql(table)} IS ${text(options.comment)}`] : []),
    ...attributes.flatMap(({ name, options: { comment } }) =>
      comment ? [`COMMENT ON COLUMN ${tableSql(table)}.${column(name)} IS ${text(comment)}`] : [],
    ),
  ];
  const create = [`CREATE TABLE IF NOT EXISTS ${tableSql(table)} (${all.join(', ')})`, ...comments].join('; ');
  return [...attributes.flatMap((attribute) => enumStatement(table, attribute) ?? []), create];
}

const withSchema = (table: Plain, schema: Plain): Plain =>
  typeof table === 'string' && schema ? { tableName: table, schema } : table;

export function addColumn([table, name, given]: readonly Plain[]): string[] {
  const attribute = attributeOf(stringOf(name, 'the column'), given);
  const type = enumStatement(table, attribute);
  const add = `ALTER TABLE ${tableSql(table, true)} ADD COLUMN ${column(attribute.name)} ${definition(table, attribute)}${attribute.options.primaryKey ? ' PRIMARY KEY' : ''}`;
  const { comment } = attribute.options;
  const note = comment ? `; COMMENT ON COLUMN ${tableSql(table)}.${column(attribute.name)} IS ${text(comment)}` : '';
  return [`${type === undefined ? '' : `${type};`}${add}${note}`];
}

/** Several statements in one string. Where it has a reference, only that is sent, and not its type. */
export function changeColumn([table, name, given]: readonly Plain[]): string[] {
  const attribute = attributeOf(stringOf(name, 'the column'), given);
  const { options } = attribute;
  const alter = `ALTER TABLE ${tableSql(table)} ALTER COLUMN ${column(attribute.name)}`;
  const isReference = isObject(options.references);
  const statements: string[] = [];
  if ('allowNull' in options && !options.allowNull) statements.push(`${alter} SET NOT NULL`);
  else if (!isReference) statements.push(`${alter} DROP NOT NULL`);
  if (isDefault(options.defaultValue)) statements.push(`${alter} SET DEFAULT ${defaultSql(attribute)}`);
  else if (!isReference) statements.push(`${alter} DROP DEFAULT`);
  if (options.autoIncrement || options.primaryKey || (options.unique && isDefault(options.defaultValue)))
    throw new Unreadable('a change of its key is not known here');
  const type = enumStatement(table, attribute);
  if (type) statements.push(type);
  if (options.unique === true)
    statements.push(`ALTER TABLE ${tableSql(table)}  ADD UNIQUE (${column(attribute.name)})`);
  if (isObject(options.references)) {
    statements.push(
      `ALTER TABLE ${tableSql(table)} ADD FOREIGN KEY (${column(attribute.name)}) ${references(table, options.references, options)}`,
    );
  } else {
    const using = type ? ` USING (${column(attribute.name)}::${enumName(table, attribute.name)})` : '';
    statements.push(`${alter} TYPE ${typeSql(table, attribute)}${using}`);
  }
  return [statements.join(';')];
}

/** `indexName`, `indicesType` and `method` are of a Sequelize before 5 and say nothing since. */
const indexOptions = [
  ...[
    'fields',
    'unique',
    'type',
    'name',
    'using',
    'concurrently',
    'where',
    'operator',
    'transaction',
    'logging',
    'prefix',
  ],
  ...['parser', 'indicesType', 'indexName', 'method', 'benchmark', 'searchPath'],
];

export function addIndex([table, first, second]: readonly Plain[]): string[] {
  const options = objectOf(
    Array.isArray(first) ? { ...objectOf(second, 'the options'), fields: first } : first,
    'the options',
  );
  onlyKnown(options, indexOptions, 'the options');
  const { name, unique, type, using, concurrently, where } = options;
  if (!Array.isArray(options.fields)) throw new Unreadable('its fields are not known');
  const fields = options.fields.map((field) => indexField(field, options.operator));
  const own = name
    ? stringOf(name, 'its name')
    : underscore(`${detailsOf(table).name.replaceAll('.', '_')}_${fieldsOf(options.fields).join('_')}`);
  const isUnique = unique || String(type ?? '').toUpperCase() === 'UNIQUE';
  const head = `CREATE${isUnique ? ' UNIQUE' : ''} INDEX${concurrently ? ' CONCURRENTLY' : ''} ${quoted(own)} ON ${tableSql(table)}`;
  return [
    `${head}${using ? ` USING ${using}` : ''} (${fields.join(', ')})${where === undefined ? '' : ` WHERE ${whereSql(where)}`}`,
  ];
}

function indexField(field: Plain, operator: Plain): string {
  if (isNative(field)) return valueSql(field);
  const { name, attribute, collate, order, operator: own = operator } = isObject(field) ? field : { name: field };
  const parts = [column(stringOf(name ?? attribute, 'a field'))];
  if (collate) parts.push(`COLLATE ${column(stringOf(collate, 'the collation'))}`);
  if (own) parts.push(String(own));
  if (order) parts.push(String(order));
  return parts.join(' ');
}

const constraintOptions = [
  'fields',
  'type',
  'name',
  'references',
  'onDelete',
  'onUpdate',
  'where',
  'deferrable',
  'transaction',
  'logging',
];

export function addConstraint([table, first, second]: readonly Plain[]): string[] {
  const options = objectOf(
    Array.isArray(first) ? { ...objectOf(second, 'the options'), fields: first } : first,
    'the options',
  );
  onlyKnown(options, constraintOptions, 'the options');
  const fields = fieldsOf(options.fields);
  const type = stringOf(options.type, 'its type').toUpperCase();
  const list = fields.map(column).join(', ');
  const named = (end: string): string =>
    `CONSTRAINT "${options.name ?? `${detailsOf(table).name}_${fields.join('_')}_${end}`}"`;
  const add = `ALTER TABLE ${tableSql(table)} ADD`;
  const deferrable = deferrableSql(options.deferrable);
  if (type === 'UNIQUE') return [`${add} ${named('uk')} UNIQUE (${list})${deferrable}`];
  if (type === 'PRIMARY KEY') return [`${add} ${named('pk')} PRIMARY KEY (${list})`];
  if (type === 'CHECK') return [`${add} ${named('ck')} CHECK (${whereSql(options.where)})`];
  if (type !== 'FOREIGN KEY') throw new Unreadable(`the type ${type} is not known here`);
  const { table: target, field, fields: targets = [field] } = objectOf(options.references, 'references');
  const name = named(`${detailsOf(target).name}_fk`);
  const tail = `${options.onUpdate ? ` ON UPDATE ${String(options.onUpdate).toUpperCase()}` : ''}${options.onDelete ? ` ON DELETE ${String(options.onDelete).toUpperCase()}` : ''}`;
  return [
    `${add} ${name} FOREIGN KEY (${list}) REFERENCES ${tableSql(target)} (${fieldsOf(targets).map(column).join(', ')})${tail}${deferrable}`,
  ];
}

export function removeIndex([table, given, rest]: readonly Plain[]): string[] {
  const { concurrently } = objectOf(rest, 'the options');
  const name = Array.isArray(given)
    ? underscore(`${detailsOf(table).name}_${fieldsOf(given).join('_')}`)
    : stringOf(given, 'its name');
  return [`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${quoted(name)}`];
}
