// node-pg-migrate's operations on roles, grants, domains, operators and casts. src/operations
import { isObject, objectOf, onlyKnown, type Plain, type PlainObject, stringOf } from '../javascript/plain.ts';
import { names } from './columns.ts';
import { listed, nameSql, type Shorthands, typed, valueSql } from './literals.ts';
import { drop, type Operation, one, type Reversible, rename } from './operation.ts';

const flags = ['superuser', 'createdb', 'createrole', 'inherit', 'login', 'replication'] as const;
const roleOptions = [
  ...flags,
  'encrypted',
  'bypassrls',
  'limit',
  'password',
  'valid',
  'inRole',
  'role',
  'admin',
  'ifExists',
];

/** What is not said stands as PostgreSQL has it, in full, where the role is made. */
function roleClauses(options: PlainObject): string {
  onlyKnown(options, roleOptions, 'the options');
  const parts = flags.flatMap((flag) =>
    options[flag] === undefined ? [] : [`${options[flag] ? '' : 'NO'}${flag.toUpperCase()}`],
  );
  if (options.bypassrls !== undefined) parts.push(`${options.bypassrls ? '' : 'NO'}BYPASSRLS`);
  if (options.limit) parts.push(`CONNECTION LIMIT ${Number(options.limit)}`);
  if (options.password !== undefined) {
    const { encrypted } = options;
    parts.push(`${encrypted === false ? 'UNENCRYPTED' : 'ENCRYPTED'} PASSWORD ${valueSql(options.password)}`);
  }
  if (options.valid !== undefined) parts.push(`VALID UNTIL ${options.valid ? valueSql(options.valid) : "'infinity'"}`);
  for (const [key, words] of [
    ['inRole', 'IN ROLE'],
    ['role', 'ROLE'],
    ['admin', 'ADMIN'],
  ] as const)
    if (options[key]) parts.push(`${words} ${names(options[key])}`);
  return parts.join(' ');
}

const standard = {
  superuser: false,
  createdb: false,
  createrole: false,
  inherit: true,
  login: false,
  replication: false,
};

const createRole: Operation = ([name, given]) => {
  const clauses = roleClauses({ ...standard, ...objectOf(given, 'the options') });
  return one(`CREATE ROLE ${nameSql(name)} WITH ${clauses}`);
};

const alterRole: Operation = ([name, given]) => {
  const clauses = roleClauses(objectOf(given, 'the options'));
  return clauses === '' ? [] : one(`ALTER ROLE ${nameSql(name)} WITH ${clauses}`);
};

const all = (value: Plain): string => (value === 'ALL' ? 'ALL' : listed(value).map(String).join(', '));

const tail = ({ cascade, withGrantOption, withAdminOption }: PlainObject, isGrant: boolean): string => {
  if (!isGrant) return cascade ? ' CASCADE' : '';
  return `${withGrantOption ? ' WITH GRANT OPTION' : ''}${withAdminOption ? ' WITH ADMIN OPTION' : ''}`;
};

const change =
  (isGrant: boolean, target: (options: PlainObject) => string): Operation =>
  ([given]) => {
    const options = objectOf(given, 'the options');
    const only = !isGrant && options.onlyGrantOption ? 'GRANT OPTION FOR ' : '';
    const head = `${isGrant ? 'GRANT' : 'REVOKE'} ${only}${all(options.privileges)} ON ${target(options)}`;
    return one(`${head} ${isGrant ? 'TO' : 'FROM'} ${names(options.roles)}${tail(options, isGrant)}`);
  };

const tables = ({ tables: given, schema }: PlainObject): string =>
  given === 'ALL' ? `ALL TABLES IN SCHEMA ${nameSql(schema)}` : names(given);
const schemas = ({ schemas: given }: PlainObject): string => `SCHEMA ${names(given)}`;

const roles =
  (isGrant: boolean): Operation =>
  ([given, to, rest]) => {
    const words = isGrant ? ['GRANT', 'TO'] : ['REVOKE', 'FROM'];
    return one(`${words[0]} ${names(given)} ${words[1]} ${names(to)}${tail(objectOf(rest, 'the options'), isGrant)}`);
  };

const createDomain: Operation = ([name, type, given], shorthands) => {
  const { default: value, collation, notNull, check, constraintName } = objectOf(given, 'the options');
  const parts = [
    collation ? `COLLATE ${collation}` : '',
    value === undefined ? '' : `DEFAULT ${valueSql(value)}`,
    (notNull || check) && constraintName ? `CONSTRAINT ${nameSql(constraintName)}` : '',
    notNull ? 'NOT NULL' : check ? `CHECK (${check})` : '',
  ].filter((part) => part !== '');
  return one(`CREATE DOMAIN ${nameSql(name)} AS ${[typed(type, shorthands).type, ...parts].join(' ')}`);
};

/** Several statements, in one string. */
const alterDomain: Operation = ([name, given]) => {
  const { default: value, notNull, allowNull, check, constraintName } = objectOf(given, 'the options');
  const actions: string[] = [];
  if (value === null) actions.push('DROP DEFAULT');
  else if (value !== undefined) actions.push(`SET DEFAULT ${valueSql(value)}`);
  if (notNull) actions.push('SET NOT NULL');
  else if (notNull === false || allowNull) actions.push('DROP NOT NULL');
  if (check) actions.push(`${constraintName ? `CONSTRAINT ${nameSql(constraintName)} ` : ''}CHECK (${check})`);
  return [actions.map((action) => `ALTER DOMAIN ${nameSql(name)} ${action}`).join(';\n')];
};

const operatorName = (name: Plain): string =>
  isObject(name) && name.schema
    ? `${nameSql(name.schema)}.${name.name}`
    : stringOf(isObject(name) ? name.name : name, 'its name');

const createOperator: Operation = ([name, given]) => {
  const options = objectOf(given, 'the options');
  onlyKnown(
    options,
    ['procedure', 'left', 'right', 'commutator', 'negator', 'restrict', 'join', 'hashes', 'merges'],
    'the options',
  );
  const parts = [`PROCEDURE = ${nameSql(options.procedure)}`];
  if (options.left) parts.push(`LEFTARG = ${nameSql(options.left)}`);
  if (options.right) parts.push(`RIGHTARG = ${nameSql(options.right)}`);
  for (const key of ['commutator', 'negator'])
    if (options[key]) parts.push(`${key.toUpperCase()} = ${operatorName(options[key])}`);
  for (const key of ['restrict', 'join'])
    if (options[key]) parts.push(`${key.toUpperCase()} = ${nameSql(options[key])}`);
  for (const key of ['hashes', 'merges']) if (options[key]) parts.push(key.toUpperCase());
  return one(`CREATE OPERATOR ${operatorName(name)} (${parts.join(', ')})`);
};

const dropOperator: Operation = ([name, given]) => {
  const { left, right, ifExists, cascade } = objectOf(given, 'the options');
  const side = (type: Plain): string => (type ? nameSql(type) : 'none');
  return one(
    `DROP OPERATOR ${ifExists ? 'IF EXISTS ' : ''}${operatorName(name)}(${side(left)}, ${side(right)})${cascade ? ' CASCADE' : ''}`,
  );
};

const castTypes = (from: Plain, to: Plain): string => `(${stringOf(from, 'the type')} AS ${stringOf(to, 'the type')})`;

function createCast([from, to, given]: readonly Plain[], shorthands: Shorthands): string[] {
  const { functionName, argumentTypes, inout, as } = objectOf(given, 'the options');
  const types = argumentTypes === undefined ? [from] : listed(argumentTypes);
  const how = functionName
    ? ` WITH FUNCTION ${nameSql(functionName)}(${types.map((type) => typed(type, shorthands).type).join(', ')})`
    : inout
      ? ' WITH INOUT'
      : ' WITHOUT FUNCTION';
  return [`CREATE CAST ${castTypes(from, to)}${how}${as ? ` AS ${String(as).toUpperCase()}` : ''}`];
}

const dropCast: Operation = ([from, to, given]) =>
  one(`DROP CAST ${objectOf(given, 'the options').ifExists ? 'IF EXISTS ' : ''}${castTypes(from, to)}`);

const both = (target: (options: PlainObject) => string): [Reversible, Reversible] => [
  { send: change(true, target), reverse: change(false, target) },
  { send: change(false, target) },
];
const [grantOnTables, revokeOnTables] = both(tables);
const [grantOnSchemas, revokeOnSchemas] = both(schemas);

export const privileges: Readonly<Record<string, Reversible>> = {
  createRole: { send: createRole, reverse: ([name, options]) => drop('ROLE')([name, options], {}) },
  alterRole: { send: alterRole },
  dropRole: { send: drop('ROLE') },
  renameRole: rename('ROLE'),
  ...{ grantOnTables, revokeOnTables, grantOnSchemas, revokeOnSchemas },
  grantRoles: { send: roles(true), reverse: roles(false) },
  revokeRoles: { send: roles(false) },
  createDomain: { send: createDomain, reverse: ([name, , options]) => drop('DOMAIN')([name, options], {}) },
  alterDomain: { send: alterDomain },
  renameDomain: rename('DOMAIN'),
  createOperator: { send: createOperator, reverse: dropOperator },
  dropOperator: { send: dropOperator },
  createCast: { send: createCast, reverse: dropCast },
  dropCast: { send: dropCast },
};
