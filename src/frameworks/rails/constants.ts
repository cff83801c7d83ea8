// Constants that ActiveRecord, Rails and Ruby bring, as far as migrations use them.

import { hash, native, nil, primitive, setEntry, symbol, unknown, type Value } from '../ruby/value.ts';
import { textOf } from '../text.ts';
import { connection, migrationCall, transaction } from './dispatch.ts';
import { fileClass, pathOf, rootPath } from './files.ts';
import type { Session } from './session.ts';

/** Constants that ActiveRecord and Rails bring. */
export function railsConstant(session: Session, name: string): Value | undefined {
  switch (name) {
    case 'ActiveRecord::Base':
    case 'ApplicationRecord':
      return native(name, (method, call) => {
        if (method === 'connection' || method === 'lease_connection') return connection(session);
        if (method === 'transaction') return transaction(session, call);
        if (/^sanitize_sql|^connection_pool$|^logger$/.test(method)) return unknown(`the result of ${method}`);
        return migrationCall(session, method, call);
      });
    case 'ActiveRecord::Schema':
      return schema(session);
    case 'Arel':
      return native('Arel', (method, { args }) => {
        const [sql] = args;
        return method === 'sql' && sql?.kind === 'text'
          ? { kind: 'native', name: 'Arel.sql', sql }
          : unknown(`Arel.${method}`);
      });
    case 'Rails':
      return native('Rails', (method) => {
        if (method === 'env') return environment();
        if (method === 'root') return pathOf(rootPath);
        return method === 'configuration' ? configuration(session) : unknown(`Rails.${method}`);
      });
    case 'File':
    case 'IO':
    case 'Pathname':
      return fileClass(session, name);
    case 'Date':
    case 'Time':
    case 'DateTime':
      return unknown(name, { isTime: true });
    case 'ENV':
    case 'StrongMigrations':
    case 'OnlineMigrations':
    case 'SecureRandom':
    case 'JSON':
    case 'YAML':
    case 'Dir':
    case 'Set':
    case 'BigDecimal':
    case 'Regexp':
    case 'Logger':
    case 'Benchmark':
    case 'StandardError':
    case 'ActiveSupport':
    case 'ActiveRecord::VERSION::MAJOR':
    case 'ActiveRecord::VERSION':
      return unknown(name);
    default:
      return undefined;
  }
}

/** The type of keys, which the migrations that Rails itself brings ask for. */
function configuration(session: Session): Value {
  const type = typeOfKeys(session);
  const ofOrm = hash();
  if (type !== undefined) setEntry(ofOrm, symbol('primary_key_type'), symbol(type));
  const all = hash();
  setEntry(all, symbol('active_record'), ofOrm);
  return native('Rails.configuration', (name) => {
    if (name !== 'generators') return unknown(`Rails.configuration.${name}`);
    return native('Rails.configuration.generators', (inner) => {
      if (inner === 'options') return all;
      return inner === 'orm' ? symbol('active_record') : unknown(`Rails.configuration.generators.${inner}`);
    });
  });
}

export function typeOfKeys({ beside }: Session): string | undefined {
  const files = ['application.rb', 'initializers/generators.rb', 'environment.rb'];
  const texts = files.map((file) => beside(`${rootPath}/config/${file}`) ?? '');
  return /\bprimary_key_type:?\s*(?:=>\s*)?:(\w+)/.exec(texts.join('\n'))?.[1];
}

/** Migrations are read as they run in production. */
const environment = (): Value =>
  native('Rails.env', (method) => {
    if (method === 'to_s') return textOf('production');
    return method.endsWith('?') ? primitive(method === 'production?') : unknown(`Rails.env.${method}`);
  });

/** `ActiveRecord::Schema[7.1].define { … }`: its block runs as a migration does. */
function schema(session: Session): Value {
  const self = native('the schema', (name, call) => migrationCall(session, name, call));
  return native('ActiveRecord::Schema', (name, { args: [version], block, site }) => {
    if (name === 'define') return block ? session.machine.yield(block, [], site, self) : nil;
    if (name !== '[]' || version?.kind !== 'primitive') return undefined;
    const number = Number(version.value);
    session.version = Math.trunc(number) * 100 + Math.round((number % 1) * 10);
    return schema(session);
  });
}
