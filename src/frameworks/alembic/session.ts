// Statements given to connections and sessions, and what a session of SQLAlchemy's ORM does by itself.
import { addDataGap, addGap, type Machine } from '../python/machine.ts';
import { type Called, list, pathOf, text, unknown, type Value, whatOf } from '../python/value.ts';
import { statementText } from './clauses.ts';
import { Unreadable } from './names.ts';
import { objectSql } from './objects.ts';
import { chainOf, rowsSql, tableNameOf } from './rows.ts';
import { type Reading, send, sendText } from './sending.ts';

const rows = (): Value => unknown('what the database holds', 'rows');

/** `op.execute(…)`, `connection.execute(…)`. */
export function execute(reading: Reading, machine: Machine, called: Called): Value {
  const [first, ...more] = called.args;
  const second = more.length > 1 && more[0]?.kind !== 'dict' ? list([...more]) : more[0];
  const sql = first ?? called.keywords.get('sqltext') ?? called.keywords.get('statement');
  const statement = statementText(sql, second ?? called.keywords.get('parameters') ?? called.keywords.get('params'));
  if (statement) {
    sendText(reading, machine, statement, called.site);
    const asks = /\b(?:pg_\w+|information_schema)\b/i.test(statement.text) ? 'schema' : 'rows';
    return unknown('what the database holds', asks);
  }
  const chain = sql && chainOf(sql);
  if (chain) {
    onRows(reading, machine, called, chain);
    return rows();
  }
  const made = sql && objectSql(sql);
  if (made !== undefined) send(reading, text(made), called.site);
  else addGap(machine, called.site, `SQL that is ${sql ? whatOf(sql) : 'missing'} is known only at run time.`);
  return rows();
}

function onRows(reading: Reading, machine: Machine, { site }: Called, chain: NonNullable<ReturnType<typeof chainOf>>) {
  try {
    const sql = rowsSql(chain);
    if (sql !== '') send(reading, text(sql), site);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const verb = chain.kind.toUpperCase();
    const name = tableNameOf(chain.table);
    const of = name === undefined ? '' : ` of the table ${name}`;
    addDataGap(
      machine,
      site,
      `Rows are worked on in Python. ${verb === 'DELETE' ? 'A' : 'An'} ${verb}${of} is not read: ${error.message}.`,
    );
  }
}

const session =
  /(?:^sqlalchemy\.(?:ext\.\w+\.)?(?:orm|asyncio)\.(?:\w+\.)*\w*(?:[Ss]ession|sessionmaker)\w*\(\)(?:\(\))*|\bdb\.session)\.(\w+)$/;

/** A method of a session; undefined where it is none. */
export function ofSession(reading: Reading, machine: Machine, called: Called, path: string): Value | undefined {
  const method = session.exec(path)?.[1];
  if (method === undefined) return changeOfFound(machine, called);
  if (/^(?:execute|scalars?)$/.test(method)) return execute(reading, machine, called);
  if (/^(?:query|get|get_one)$/.test(method)) {
    reading.hasObjects = true;
    return unknown('what a session finds', 'rows');
  }
  const writes = /^(?:add|add_all|delete|merge|bulk_\w+)$/.test(method);
  if (writes || (/^(?:commit|flush)$/.test(method) && reading.hasObjects)) workOfSession(machine, called);
  return undefined;
}

/** `session.query(…).update(…)`. */
function changeOfFound(machine: Machine, called: Called): Value | undefined {
  const { callee } = called;
  if (
    callee.kind !== 'unknown' ||
    callee.asks !== 'rows' ||
    !/^what a session finds\b.*\.(?:update|delete)$/.test(callee.what)
  )
    return undefined;
  workOfSession(machine, called);
  return rows();
}

const workOfSession = (machine: Machine, { site }: Called): void =>
  addDataGap(
    machine,
    site,
    'Rows are worked on in Python. What a session writes, under the locks that its transaction holds by then, is not read.',
  );

/** Whether a path leads to a connection. */
export const connection =
  /^alembic\.op\.(?:get_bind\(\)|get_context\(\)\.(?:bind|connection|impl)|get_context\(\)|impl)(?:\.(?:execution_options|connect|connection|engine)(?:\(\))?)*(?=\.|$)/;

/** What a call is given that code of another module can send SQL with. */
export function handsOver({ callee, args, keywords }: Called): boolean {
  const path = pathOf(callee) ?? '';
  if (/^(?:sqlalchemy|alembic)\.|^(?:isinstance|print|str|repr|bool|type|id)$/.test(path)) return false;
  const given = [...args, ...keywords.values()].map((value) => pathOf(value) ?? '');
  return given.some((each) => each === 'alembic.op' || /^alembic\.op\.(?:get_bind|batch_alter_table)\(\)$/.test(each));
}
