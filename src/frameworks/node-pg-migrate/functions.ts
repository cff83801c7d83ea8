// Functions, triggers and policies of node-pg-migrate. src/operations/functions, triggers, policies
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';
import { listed, nameSql, type Shorthands, typed, valueSql } from './literals.ts';
import type { Operation, Reversible } from './operation.ts';

function parameters(given: Plain, shorthands: Shorthands, isWithDefaults = true): string {
  const all = (given === undefined ? [] : listed(given)).map((param) => {
    const { mode, name, type, default: value } = typed(param, shorthands);
    const start = value !== undefined && isWithDefaults ? `DEFAULT ${valueSql(value)}` : '';
    return [mode, name ? nameSql(name) : '', type, start].filter((part) => part).join(' ');
  });
  return `(${all.join(', ')})`;
}

const functionOptions = [
  ...[
    'replace',
    'returns',
    'language',
    'window',
    'behavior',
    'security',
    'onNull',
    'parallel',
    'set',
    'ifExists',
    'cascade',
  ],
  ...['when', 'level', 'operation', 'constraint', 'condition', 'deferrable', 'deferred', 'functionParams', 'function'],
];

function createFunction([name, params, given, definition]: readonly Plain[], shorthands: Shorthands): string[] {
  const options = objectOf(given, 'the options');
  onlyKnown(options, functionOptions, 'the options');
  const { replace, returns = 'void', language, window, behavior = 'VOLATILE', security = 'INVOKER' } = options;
  if (!language) throw new Unreadable('the language is not given');
  const clauses = [behavior, `LANGUAGE ${language}`];
  if (security !== 'INVOKER') clauses.push(`SECURITY ${security}`);
  if (window) clauses.push('WINDOW');
  if (options.onNull) clauses.push('RETURNS NULL ON NULL INPUT');
  if (options.parallel) clauses.push(`PARALLEL ${options.parallel}`);
  for (const set of options.set ? listed(options.set) : []) {
    const { configurationParameter: key, value } = objectOf(set, 'set');
    clauses.push(`SET ${nameSql(key)} ${value === 'FROM CURRENT' ? value : `TO ${value}`}`);
  }
  const head = `CREATE${replace ? ' OR REPLACE' : ''} FUNCTION ${nameSql(name)}${parameters(params, shorthands)}`;
  return [`${head}\n  RETURNS ${returns}\n  AS ${valueSql(definition)}\n  ${clauses.join('\n  ')}`];
}

function dropFunction([name, params, given]: readonly Plain[], shorthands: Shorthands): string[] {
  const { ifExists, cascade } = objectOf(given, 'the options');
  return [
    `DROP FUNCTION${ifExists ? ' IF EXISTS' : ''} ${nameSql(name)}${parameters(params, shorthands, false)}${cascade ? ' CASCADE' : ''}`,
  ];
}

const createTrigger: Operation = ([table, name, given, definition], shorthands) => {
  const options = objectOf(given, 'the options');
  onlyKnown(options, functionOptions, 'the options');
  const { constraint, condition, operation, functionParams } = options;
  const when = constraint ? 'AFTER' : stringOf(options.when, 'when');
  const level = /instead\s+of/i.test(when) ? 'ROW' : (options.level ?? 'STATEMENT');
  const called = options.function ?? (definition ? name : undefined);
  const params = (functionParams === undefined ? [] : listed(functionParams)).map(valueSql).join(', ');
  const trigger = [
    `CREATE${constraint ? ' CONSTRAINT' : ''} TRIGGER ${nameSql(name)}`,
    `${when} ${listed(operation).join(' OR ')} ON ${nameSql(table)}`,
    ...(constraint ? [deferrable(options)] : []),
    `FOR EACH ${level}`,
    ...(condition ? [`WHEN (${condition})`] : []),
    `EXECUTE PROCEDURE ${nameSql(called)}(${params})`,
  ].join('\n  ');
  if (!definition) return [trigger];
  return [...createFunction([called, [], { ...options, returns: 'trigger' }, definition], shorthands), trigger];
};

const deferrable = (options: PlainObject): string =>
  options.deferrable ? `DEFERRABLE INITIALLY ${options.deferred ? 'DEFERRED' : 'IMMEDIATE'}` : 'NOT DEFERRABLE';

const policyClauses = ({ role, using, check }: PlainObject): string => {
  const roles = role === undefined ? '' : ` TO ${listed(role).join(', ')}`;
  return `${roles}${using ? ` USING (${using})` : ''}${check ? ` WITH CHECK (${check})` : ''}`;
};

export const functions: Readonly<Record<string, Reversible>> = {
  createFunction: {
    send: createFunction,
    reverse: ([name, params, options], all) => dropFunction([name, params, options], all),
  },
  dropFunction: { send: dropFunction },
  renameFunction: {
    send: ([name, params, to], all) => [
      `ALTER FUNCTION ${nameSql(name)}${parameters(params, all)} RENAME TO ${nameSql(to)}`,
    ],
    reverse: ([name, params, to], all) => [
      `ALTER FUNCTION ${nameSql(to)}${parameters(params, all)} RENAME TO ${nameSql(name)}`,
    ],
  },
  createTrigger: {
    send: createTrigger,
    reverse([table, name, given, definition], all) {
      const options = isObject(given) ? given : {};
      const tail = options.cascade ? ' CASCADE' : '';
      const drop = `DROP TRIGGER${options.ifExists ? ' IF EXISTS' : ''} ${nameSql(name)} ON ${nameSql(table)}${tail}`;
      return definition ? [drop, ...dropFunction([options.function ?? name, [], options], all)] : [drop];
    },
  },
  renameTrigger: {
    send: ([table, from, to]) => [`ALTER TRIGGER ${nameSql(from)} ON ${nameSql(table)} RENAME TO ${nameSql(to)}`],
    reverse: ([table, from, to]) => [`ALTER TRIGGER ${nameSql(to)} ON ${nameSql(table)} RENAME TO ${nameSql(from)}`],
  },
  createPolicy: {
    send([table, name, given]) {
      const options = objectOf(given, 'the options');
      const command = options.command ? ` FOR ${options.command}` : ' FOR ALL';
      return [
        `CREATE POLICY ${nameSql(name)} ON ${nameSql(table)}${command}${policyClauses({ role: 'PUBLIC', ...options })}`,
      ];
    },
    reverse: ([table, name]) => [`DROP POLICY ${nameSql(name)} ON ${nameSql(table)}`],
  },
  alterPolicy: {
    send: ([table, name, given]) => [
      `ALTER POLICY ${nameSql(name)} ON ${nameSql(table)}${policyClauses(objectOf(given, 'the options'))}`,
    ],
  },
};
