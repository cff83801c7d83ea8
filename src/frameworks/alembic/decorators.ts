// Types that code makes of others: TypeDecorator with its `impl`, subclasses of a type, UserDefinedType.
import { bounded, type Machine } from '../python/machine.ts';
import { type ClassValue, type FunctionValue, knownText, reference, unknown, type Value } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { isKnownType } from './type-calls.ts';

/** The type that a class is on PostgreSQL; undefined where it is none. */
export function typeStoodFor(value: ClassValue, machine: Machine): Value | undefined {
  const { variables } = value.scope;
  const spec = variables.get('get_col_spec');
  if (spec?.kind === 'function') {
    const text = called(machine, spec, []);
    if (text && knownText(text) !== undefined) return text;
  }
  const loaded = inherited(value, 'load_dialect_impl');
  if (loaded?.kind === 'function') {
    const made = called(machine, loaded, [reference('sqlalchemy.dialect')]);
    if (made?.kind === 'called' && isCall(made, 'type_descriptor') && made.args[0]) return made.args[0];
  }
  const impl = variables.get('impl');
  if (impl && (impl.kind === 'class' ? impl.stands : isKnownType(impl))) return impl;
  return value.bases.flatMap((base) =>
    base.kind === 'class' ? (base.stands ?? []) : isKnownType(base) ? base : [],
  )[0];
}

function inherited({ scope, bases }: ClassValue, name: string): Value | undefined {
  const own = scope.variables.get(name);
  if (own) return own;
  return bases.flatMap((base) => (base.kind === 'class' ? (base.scope.variables.get(name) ?? []) : []))[0];
}

function called(machine: Machine, method: FunctionValue, args: Value[]): Value | undefined {
  let result: Value | undefined;
  const { length } = machine.gaps;
  const { sent, changed } = machine;
  bounded(machine, () => {
    result = machine.callFunction(method, { args: [unknown('self'), ...args], keywords: new Map() });
  });
  machine.gaps.length = length;
  Object.assign(machine, { sent, changed });
  return result;
}
