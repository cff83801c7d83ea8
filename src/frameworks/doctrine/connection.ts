// What a migration has of Doctrine beside addSql(): the connection, the platform, the schema manager and the schema.
import { addGap, dataWork, type Machine, outsideWork, sendStatement, sendText } from '../php/machine.ts';
import { withParameters } from '../php/parameters.ts';
import {
  type Call,
  concatTexts,
  data,
  knownText,
  type Native,
  native,
  nil,
  plain,
  textOf,
  toText,
  unknown,
  type Value,
} from '../php/value.ts';

const sending = /^(?:execute|exec|query|prepare|fetch|iterate|project)/i;
const rows: Readonly<Record<string, string>> = {
  insert: 'An INSERT into',
  update: 'An UPDATE of',
  delete: 'A DELETE from',
};

/** Doctrine\DBAL\Connection: what it is told goes to the server at once. */
export function connectionValue(machine: Machine): Native {
  const depth = { transactions: 1 };
  const self: Native = native('$this->connection', (name, call) => {
    const [first] = call.args;
    if (sending.test(name) && first) return sent(machine, call);
    const write = rows[name];
    if (write) {
      dataWork(
        machine,
        call,
        `${write} ${knownText(first) === undefined ? 'a table' : `the table ${knownText(first)}`}`,
      );
      return data(`the result of ${name}()`);
    }
    if (name === 'quoteIdentifier' || name === 'quoteSingleIdentifier') return around(first, '"');
    if (name === 'quote') return around(first, "'");
    if (name === 'getDatabasePlatform') return platform;
    if (/^(?:getSchemaManager|createSchemaManager)$/.test(name)) return manager;
    return transaction(machine, depth, name, call, self) ?? unknown(`the result of ${name}()`);
  });
  return self;
}

function sent(machine: Machine, { args, site }: Call): Value {
  const text = withParameters(toText(args[0] ?? nil), args[1]);
  sendText(machine, text, site);
  const asksSchema = /\b(?:pg_\w+|information_schema|to_regclass)\b/i.test(text.text);
  return asksSchema ? unknown('what the database holds', 'schema') : data('what the database holds');
}

const around = (value: Value | undefined, quote: string): Value =>
  concatTexts([textOf(quote), toText(value ?? nil), textOf(quote)]);

/** Savepoints within the migration's own. */
function transaction(
  machine: Machine,
  depth: { transactions: number },
  name: string,
  { args, site }: Call,
  self: Native,
): Value | undefined {
  const begin = (): void => {
    depth.transactions += 1;
    sendStatement(machine, `SAVEPOINT DOCTRINE_${depth.transactions}`, site);
  };
  const commit = (): void => {
    sendStatement(machine, `RELEASE SAVEPOINT DOCTRINE_${depth.transactions}`, site);
    depth.transactions -= 1;
  };
  if (name === 'beginTransaction') begin();
  else if (name === 'commit') commit();
  else if (name === 'transactional' && args[0]) {
    begin();
    machine.call(args[0], { args: [self], named: new Map(), isOpen: false, site });
    commit();
  } else return undefined;
  return nil;
}

/** Doctrine\DBAL\Platforms\PostgreSQLPlatform */
export const platform: Native = native('the platform', (name) => {
  if (name === 'getName') return textOf('postgresql');
  return /^supports(?:Sequences|Schemas)$/.test(name) ? plain(true) : unknown(`the result of ${name}()`);
});

export function isPlatform(value: Value, className: string): boolean | undefined {
  if (value !== platform) return undefined;
  return /(?:Postgre|Abstract)\w*Platform$/i.test(className);
}

export const manager: Native = native('the schema manager', (name) => unknown(`the result of ${name}()`, 'schema'));

/** Doctrine\DBAL\Schema\Schema, which Doctrine compares with the database when the migration is done. */
export function schemaValue(machine: Machine, drop: (table: string, call: Call) => void): Native {
  return native('$schema', (name, call) => {
    const table = knownText(call.args[0]);
    if (/^has|^get(?:Table|Sequence|Namespace)s?(?:Names)?$/.test(name)) {
      return name === 'getTable' ? tableValue(machine, table) : unknown(`the result of $schema->${name}()`, 'schema');
    }
    if (name === 'dropTable' && table !== undefined) {
      drop(table, call);
      return nil;
    }
    compared(machine, call, `$schema->${name}(${table ?? ''})`);
    return tableValue(machine, undefined);
  });
}

function compared(machine: Machine, { site }: Call, what: string): void {
  const reason = `${what} is not read: Doctrine compares it with the database, and sends what differs.`;
  addGap(machine, site, reason, 'unsupported');
}

/** `name`: of a table that is there, of which each change is a gap; those of a new one are in the gap that it is. */
const tableValue = (machine: Machine, name: string | undefined): Native => {
  const self: Native = native('a table of the schema', (method, call) => {
    if (/^(?:has|get|is)/.test(method)) return unknown(`the result of ${method}()`, 'schema');
    if (name !== undefined) compared(machine, call, `${method}(${knownText(call.args[0]) ?? ''}) on the table ${name}`);
    return name === undefined ? self : tableValue(machine, undefined);
  });
  return self;
};

/** Code that is not read, and may send anything. */
export function outside(machine: Machine, call: Call, what: string): Value {
  outsideWork(machine, call, what);
  return data(`the result of ${what}`);
}
