// What a migration has of Doctrine beside addSql(): the connection, the platform, the schema manager and the schema.
import { dataWork, type Machine, outsideWork, sendStatement, sendText } from '../php/machine.ts';
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
    if (sending.test(name) && first) return sent(machine, name, call);
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

function sent(machine: Machine, name: string, { args, site }: Call): Value {
  const text = withParameters(toText(args[0] ?? nil), args[1]);
  sendText(machine, text, site);
  const asksSchema = /\b(?:pg_\w+|information_schema|to_regclass)\b/i.test(text.text);
  // Whether a row is there, asked so that the migration can be run twice.
  const asksRow = /^fetch(?:One|Column|Assoc(?:iative)?)$/.test(name);
  if (asksSchema) return unknown('what the database holds', 'schema');
  return { ...data('what the database holds'), ...(asksRow ? { asks: 'schema' } : {}) };
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
export const platform: Native = native('the platform', (name, { args }) => {
  if (name === 'getName') return textOf('postgresql');
  if (name === 'getMaxIdentifierLength') return plain(63);
  if (name === 'quoteIdentifier' || name === 'quoteSingleIdentifier') return around(args[0], '"');
  return /^supports(?:Sequences|Schemas)$/.test(name) ? plain(true) : unknown(`the result of ${name}()`);
});

export function isPlatform(value: Value, className: string): boolean | undefined {
  if (value !== platform) return undefined;
  return /(?:Postgre|Abstract)\w*Platform$/i.test(className);
}

export const manager: Native = native('the schema manager', (name) => unknown(`the result of ${name}()`, 'schema'));

/** Code that is not read, and may send anything. */
export function outside(machine: Machine, call: Call, what: string): Value {
  outsideWork(machine, call, what);
  return data(`the result of ${what}`);
}
