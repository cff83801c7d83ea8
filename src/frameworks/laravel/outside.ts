// What a Laravel migration calls that its file does not define: facades, helpers, models, and code that is not read.
import { addGap, type Host } from '../php/machine.ts';
import {
  type Call,
  data,
  type Instance,
  knownText,
  list,
  nil,
  plain,
  textOf,
  type Unknown,
  unknown,
  type Value,
} from '../php/value.ts';
import { pluralize } from '../ruby/inflections.ts';
import { collectionValue } from './collection.ts';
import { connectionCall, connectionValue, expression } from './connection.ts';
import { fileText, pathValue } from './files.ts';
import { snake } from './models.ts';
import { rows } from './query.ts';
import { schemaCall, schemaValue } from './schema.ts';
import { dataWork, type Session } from './session.ts';
import { configValue } from './settings.ts';

/** Without its namespace, where it is Laravel's or none. */
const facade = (name: string): string | undefined => /^(?:Illuminate\\(?:\w+\\)*)?(\w+)$/.exec(name)?.[1];

export const laravelHost = (session: () => Session): Host => ({
  construct: (name, call) => {
    if (/(?:^|\\)Expression$/.test(name)) return expression(call.args[0]);
    if (/Exception$|Error$/.test(name)) return unknown(name);
    if (facade(name) === 'Collection') return collectionValue(session().machine, call.args[0] ?? list([]));
    return data(`an object of ${name}`);
  },
  callStatic: (className, name, call) => callStatic(session(), className, name, call),
  callFunction: (name, call) => callFunction(session(), name.toLowerCase(), call),
  callOn: (receiver, name, call) => callOn(session(), receiver, name, call),
});

function callStatic(session: Session, className: string, name: string, call: Call): Value {
  const base = facade(className);
  const lower = name.toLowerCase();
  if (base === 'Schema') return schemaCall(session, name, call) ?? nil;
  if (base === 'DB') return connectionCall(session, name, call) ?? nil;
  if (/Capsule\\Manager$/.test(className)) return connectionCall(session, name, call) ?? nil;
  if (base === 'Config' && lower === 'get') return configValue(session, call);
  if (base === 'File' || base === 'Storage') {
    return /^get$/.test(lower) && base === 'File' ? fileText(session, call.args[0]) : plainly(className, name);
  }
  if (base === 'Str') return ofText(lower, call) ?? plainly(className, name);
  if (base === 'App' && /^(?:environment|runningunittests)$/.test(lower)) return environment(lower, call);
  if (base === 'Artisan') return outside(session, call, `Artisan::${name}(${knownText(call.args[0]) ?? ''})`);
  if (base !== undefined && harmless.test(base)) return plainly(className, name);
  return ofModel(session, className, lower, call);
}

const harmless =
  /^(?:Arr|Auth|Broadcast|Bus|Cache|Carbon|CarbonImmutable|Config|Cookie|Crypt|Date|DateTime|Event|Hash|Http|Lang|Log|Mail|Notification|Number|Queue|Redis|Request|Route|Session|URL|Uuid|Validator|Closure)$/;

const plainly = (className: string, name: string): Value =>
  unknown(`the result of ${className.replace(/^.*\\/, '')}::${name}()`);

/** Models, and classes that may be some. */
function ofModel(session: Session, className: string, name: string, call: Call): Value {
  const short = className.replace(/^.*\\/, '') || 'a class';
  if (/^(?:from|tryfrom|cases|getvalues|values|toarray|names|options|asarray|make|now|parse|random)$/.test(name)) {
    return plainly(className, name);
  }
  if (
    /^(?:query|all|find|findorfail|findmany|get|first|count|pluck|on|withtrashed|onlytrashed|cursor|lazy|chunk|each)|^(?:where|with|select|has|doesnthave|order|latest|max|min|sum)/.test(
      name,
    )
  ) {
    rows(session, `the rows of ${short}`, name, call);
    return data(`rows of ${short}`);
  }
  const isWrite = rows(session, `the rows of ${short}`, /^(?:truncate|unguard|reguard)$/.test(name) ? 'delete' : name, {
    ...call,
    args: [],
  });
  if (isWrite && isWriting(name)) return isWrite;
  return outside(session, call, `${short}::${name}()`);
}

const isWriting = (name: string): boolean =>
  /^(?:insert|update|upsert|create|firstorcreate|createorfirst|forcecreate|delete|destroy|truncate|increment|decrement|unguard|reguard)/.test(
    name,
  );

function outside({ machine }: Session, { site }: Call, what: string): Value {
  addGap(machine, site, `${what} is code outside this migration, which is not read.`, 'unsupported');
  return data(`the result of ${what}`);
}

function callOn(session: Session, receiver: Instance | Unknown, name: string, call: Call): Value {
  const lower = name.toLowerCase();
  if (receiver.kind === 'instance') return ofMigration(session, receiver, name, call);
  const asks =
    receiver.asks ?? (/^(?:has|list|introspect|get(?:Doctrine|Column|Table|Index))/.test(name) ? 'schema' : undefined);
  if (receiver.isData) {
    if (/^(?:run|handle|execute|__invoke|up|down|seed|call|migrate)$/.test(lower))
      return outside(session, call, `${receiver.what}->${name}()`);
    return rows(session, receiver.what, lower, call) ?? receiver;
  }
  const given = call.args.find((value) => value.kind === 'native' && /^(?:\$table|DB|Schema)$/.test(value.name));
  const runs = /^(?:run|handle|execute|__invoke|up|down|seed|migrate|call)$/.test(lower);
  if (given || (runs && !receiver.asks)) return outside(session, call, `${receiver.what}->${name}()`);
  return { ...unknown(`the result of ${name}()`), ...(asks ? { asks } : {}) };
}

/** What a migration has from Laravel, or from a class or trait of the project. */
function ofMigration(session: Session, receiver: Instance, name: string, call: Call): Value {
  const lower = name.toLowerCase();
  if (lower === 'getconnection') return receiver.fields.get('connection') ?? nil;
  if (lower === '__construct') return nil;
  if (/^(?:info|line|warn|error|comment|output)$/.test(lower)) return nil;
  return outside(session, call, `$this->${name}()`);
}

function callFunction(session: Session, name: string, call: Call): Value | undefined {
  const [first] = call.args;
  if (name === 'config') return first?.kind === 'text' ? configValue(session, call) : unknown('the configuration');
  if (name === 'collect') return collectionValue(session.machine, first ?? list([]));
  if (name === 'database_path' || name === 'base_path' || name === 'app_path') return pathValue(name, first);
  if (name === 'file_get_contents') return fileText(session, first);
  if (name === 'class_basename') {
    const word = knownText(first);
    return word === undefined ? undefined : textOf(word.replace(/^.*\\/, ''));
  }
  if (name === 'tap' || name === 'with') {
    if (call.args[1]) session.machine.call(call.args[1], { ...call, args: first ? [first] : [] });
    return first;
  }
  if (name === 'value') return first?.kind === 'closure' ? session.machine.call(first, { ...call, args: [] }) : first;
  if (name === 'app' || name === 'resolve') return service(session, knownText(first));
  if (/^(?:throw_if|throw_unless|abort_if|report|logger|info|dump|echo|event|cache|now|today|env)$/.test(name)) {
    return unknown(`the result of ${name}()`);
  }
  const given = call.args.find((value) => value.kind === 'native' && /^(?:\$table|DB|Schema)$/.test(value.name));
  return given ? outside(session, call, `${name}()`) : undefined;
}

function service(session: Session, name: string | undefined): Value | undefined {
  if (name === 'db') return connectionValue(session);
  if (name === 'db.schema') return schemaValue(session);
  return name === undefined
    ? { kind: 'native', name: 'app()', send: (method, call) => appCall(method.toLowerCase(), call) }
    : data(`an object of ${name}`);
}

const appCall = (name: string, call: Call): Value =>
  /^(?:environment|runningunittests|isproduction|islocal)$/.test(name)
    ? environment(name, call)
    : unknown(`the result of app()->${name}()`);

/** Migrations are judged as they run in production. */
function environment(name: string, { args }: Call): Value {
  if (name === 'isproduction') return plain(true);
  if (name !== 'environment') return plain(false);
  if (args.length === 0) return textOf('production');
  const all = args.flatMap((value) => (value.kind === 'list' ? [...value.entries.values()] : [value]));
  return plain(all.some((value) => /^prod/.test(knownText(value) ?? '')));
}

function ofText(name: string, { args: [first] }: Call): Value | undefined {
  const word = knownText(first);
  if (word === undefined) return undefined;
  if (name === 'plural') return textOf(pluralize(word));
  if (name === 'snake') return textOf(snake(word));
  if (name === 'lower') return textOf(word.toLowerCase());
  return name === 'upper' ? textOf(word.toUpperCase()) : undefined;
}
