// What a Laravel migration calls that its file does not define: facades, helpers, models, and code that is not read.
import { type Host, outsideWork } from '../php/machine.ts';
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
import { collectionValue } from './collection.ts';
import { connectionCall, expression } from './connection.ts';
import { fileText } from './files.ts';
import { environment, helper, now, ofText } from './helpers.ts';
import { rows } from './query.ts';
import { schemaCall } from './schema.ts';
import type { Session } from './session.ts';
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
  classConstant: (className, name) => session().constantOf(className, name),
  callFunction: (name, call) =>
    helper(session(), name.toLowerCase(), call) ??
    (handsOver(call) ? outside(session(), call, `${name}()`) : undefined),
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
  if (base === 'App' && /^(?:environment|runningunittests|isproduction|islocal)$/.test(lower))
    return environment(lower, call);
  if (/^(?:Carbon|CarbonImmutable|Date)$/.test(className.replace(/^.*\\/, '')) && /^(?:now|today)$/.test(lower))
    return now;
  if (base === 'Artisan') return outside(session, call, `Artisan::${name}(${knownText(call.args[0]) ?? ''})`);
  if (base !== undefined && harmless.test(base)) return plainly(className, name);
  return ofModel(session, className, name, call);
}

const harmless =
  /^(?:Arr|Auth|Broadcast|Bus|Cache|Carbon|CarbonImmutable|Config|Cookie|Crypt|Date|DateTime|Event|Hash|Http|Lang|Log|Mail|Notification|Number|Queue|Redis|Request|Route|Session|URL|Uuid|Validator|Closure)$/;

const plainly = (className: string, name: string): Value =>
  unknown(`the result of ${className.replace(/^.*\\/, '')}::${name}()`);

/** Models, and classes that may be some. */
function ofModel(session: Session, className: string, written: string, call: Call): Value {
  const name = written.toLowerCase();
  const short = className.replace(/^.*\\/, '') || 'a class';
  if (/^(?:is|has|should|can|confirms|supports|uses|allows|needs|was)[A-Z]/.test(written) || name === 'dispatch')
    return plainly(className, written);
  if (/^(?:from|tryfrom|cases|getvalues|values|toarray|names|options|asarray|make|now|parse|random)$/.test(name)) {
    return plainly(className, name);
  }
  if (
    /^(?:query|all|find|findorfail|findmany|get|first|count|pluck|on|withtrashed|onlytrashed|cursor|lazy|chunk|each)|^(?:where|with|select|has|doesnthave|order|latest|max|min|sum)/.test(
      name,
    )
  ) {
    rows(session, `rows of ${short}`, name, call);
    return data(`rows of ${short}`);
  }
  const isWrite = rows(session, `rows of ${short}`, /^(?:truncate|unguard|reguard)$/.test(name) ? 'delete' : name, {
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

/** Whether code that is not read gets hold of what can send SQL. */
const handsOver = ({ args }: Call): boolean =>
  args.some((value) => value.kind === 'native' && /^(?:\$table|DB|Schema)$/.test(value.name));

function outside({ machine }: Session, call: Call, what: string): Value {
  outsideWork(machine, call, what);
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
  if (/^(?:save|update|delete|create|insert)$/.test(lower) && !asks)
    return rows(session, receiver.what, lower, call) ?? nil;
  const runs = /^(?:run|handle|execute|__invoke|up|down|seed|migrate|call)$/.test(lower);
  if (handsOver(call) || (runs && !receiver.asks)) return outside(session, call, `${receiver.what}->${name}()`);
  return { ...unknown(`the result of ${name}()`), ...(asks ? { asks } : {}) };
}

/** What a migration has from Laravel, or from a class or trait of the project. */
function ofMigration(session: Session, receiver: Instance, name: string, call: Call): Value {
  const lower = name.toLowerCase();
  if (lower === 'getconnection') return receiver.fields.get('connection') ?? nil;
  if (lower === '__construct') return nil;
  // Unless the migration says so itself, it runs; laravel/pulse's own base class asks for the driver as well.
  if (lower === 'shouldrun') return plain(true);
  if (lower === 'driver' && /\bPulseMigration$/.test(receiver.of.parent ?? '')) return textOf('pgsql');
  if (/^(?:info|line|warn|error|comment|output)$/.test(lower)) return nil;
  return outside(session, call, `$this->${name}()`);
}
