// Constants that ActiveRecord, Rails and Ruby bring, as far as migrations use them.

import { hash, native, nil, primitive, setEntry, symbol, unknown, type Value } from '../ruby/value.ts';
import { concatTexts, sliceText, type Text, textOf } from '../text.ts';
import { connection, migrationCall, quoted, transaction } from './dispatch.ts';
import { fileClass, pathOf } from './files.ts';
import { rootPath, type Session } from './session.ts';

/** Constants that ActiveRecord and Rails bring. */
export function railsConstant(session: Session, name: string): Value | undefined {
  switch (name) {
    case 'ActiveRecord::Base':
    case 'ApplicationRecord':
      return native(name, (method, call) => {
        if (method === 'connection' || method === 'lease_connection') return connection(session);
        if (method === 'transaction') return transaction(session, call);
        if (/^sanitize_sql(?:_array|_for_\w+)?$/.test(method)) return sanitized(call.args[0]);
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
        if (method === 'root') return pathOf(rootPath(session));
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
    case 'Digest::SHA1':
    case 'Digest::SHA256':
    case 'Digest::MD5':
    case 'I18n':
    case 'CSV':
    case 'URI':
    case 'Base64':
    case 'ERB':
    case 'Nokogiri::HTML':
    case 'Nokogiri::XML':
    case 'Nokogiri::HTML::DocumentFragment':
    case 'ActiveSupport::Inflector':
    case 'ActiveSupport::JSON':
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

/** `['a = ?', value]`, its values quoted. */
function sanitized(given: Value | undefined): Value {
  if (given?.kind === 'text') return given;
  const [sql, ...values] = given?.kind === 'list' ? given.items : [];
  if (sql?.kind !== 'text') return unknown('the result of sanitize_sql');
  let at = 0;
  const parts = sql.text.split('?').flatMap((part, nth, all): Text[] => {
    const own = sliceText(sql, at, at + part.length);
    at += part.length + 1;
    return nth === all.length - 1 ? [own] : [own, quoted(values[nth] ?? unknown('a value'))];
  });
  return concatTexts(parts);
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

export function typeOfKeys(session: Session): string | undefined {
  const files = ['application.rb', 'initializers/generators.rb', 'environment.rb'];
  const texts = files.map((file) => session.beside(`${rootPath(session)}/config/${file}`) ?? '');
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
