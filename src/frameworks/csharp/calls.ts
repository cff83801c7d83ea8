// Calls: of lambdas and methods of the file; all others are .NET's own or the tool's.
import { lineage } from './classes.ts';
import { libraryCall } from './library.ts';
import { addGap, enter, type Machine, shown, siteOf, step, wordOf } from './machine.ts';
import { field, type Node, named, ofType } from './syntax.ts';
import {
  type Call,
  type ClassValue,
  type Lambda,
  list,
  nil,
  type Scope,
  textOf,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

export function argumentsOf(machine: Machine, node: Node, scope: Scope): Call {
  const args: Value[] = [];
  const byName = new Map<string, Value>();
  for (const argument of named(field(node, 'arguments') ?? ofType(node, 'argument_list'))) {
    step(machine);
    const name = field(argument, 'name');
    const value = machine.evaluate(argument.type === 'argument' ? named(argument).at(-1) : argument, scope);
    // A name that is no identifier of the grammar, as `descending`, has no characters of its own.
    if (name) byName.set(labelOf(machine, argument), value);
    else args.push(value);
  }
  return { args, named: byName, types: [], site: siteOf(machine, node) };
}

const labelOf = ({ source }: Machine, { start, end }: Node): string =>
  /^@?(\w+)\s*:/.exec(source.text.slice(start, Math.min(end, start + 200)))?.[1] ?? '';

export function callExpression(machine: Machine, node: Node, scope: Scope): Value {
  const callee = field(node, 'function');
  if (!callee) return nil;
  if (callee.type === 'identifier' && wordOf(machine, callee) === 'nameof') return nameOf(machine, node);
  if (callee.type === 'identifier' || callee.type === 'generic_name') return callNamed(machine, node, callee, scope);
  if (callee.type === 'member_access_expression' || callee.type === 'conditional_access_expression') {
    return callMember(machine, node, callee, scope);
  }
  const value = machine.evaluate(callee, scope);
  return machine.call(value, argumentsOf(machine, node, scope)) ?? unknown(`the result of ${shown(machine, callee)}`);
}

const nameOf = (machine: Machine, node: Node): Value => {
  const [argument] = named(field(node, 'arguments'));
  return textOf(
    argument
      ? wordOf(machine, argument)
          .replace(/^.*[.]/s, '')
          .trim()
      : '',
  );
};

const typesIn = (machine: Machine, name: Node): string[] =>
  named(ofType(name, 'type_argument_list')).map((type) => wordOf(machine, type));

const bareName = (machine: Machine, name: Node): string =>
  wordOf(machine, name.type === 'generic_name' ? (named(name)[0] ?? name) : name);

/** `Foo(x)`: a local function, a method of the class, or what `using static` brings. */
function callNamed(machine: Machine, node: Node, callee: Node, scope: Scope): Value {
  const name = bareName(machine, callee);
  const value = machine.evaluate(callee.type === 'generic_name' ? named(callee)[0] : callee, scope);
  const call = { ...argumentsOf(machine, node, scope), types: typesIn(machine, callee) };
  if (value.kind !== 'name') {
    const own = callOwn(scope.owner, name, call);
    return own ?? machine.call(value, call) ?? unknown(`the result of ${name}()`);
  }
  return machine.host.callOn(undefined, name, call) ?? machine.host.outside(undefined, name, call);
}

function callMember(machine: Machine, node: Node, callee: Node, scope: Scope): Value {
  const isConditional = callee.type === 'conditional_access_expression';
  const binding = ofType(callee, 'member_binding_expression');
  const of = machine.evaluate(field(callee, isConditional ? 'condition' : 'expression'), scope);
  const name = field(isConditional && binding ? binding : callee, 'name') ?? callee;
  const call = { ...argumentsOf(machine, node, scope), types: typesIn(machine, name) };
  return callOn(machine, of, bareName(machine, name), call, scope);
}

function callOn(machine: Machine, of: Value, name: string, call: Call, scope: Scope): Value {
  step(machine);
  if (of.kind === 'native') {
    const found = of.send?.(name, call);
    if (found) return found;
  }
  const found = libraryCall(machine, of, name, call) ?? ownCall(machine, of, name, call, scope);
  if (found) return found;
  if (of.kind === 'lambda' && name === 'Invoke') return machine.call(of, call) ?? nil;
  const receiver = of.kind === 'name' || of.kind === 'unknown' ? of : unknown(whatOf(of));
  return (
    machine.host.callOn(receiver, name, call) ??
    foreignCall(machine, of, name, call) ??
    machine.host.outside(receiver, name, call)
  );
}

/** `this.Foo()`, `Other.Foo()`, and `x.Foo()` where a class of the file extends what x is. */
function ownCall(machine: Machine, of: Value, name: string, call: Call, scope: Scope): Value | undefined {
  if (of.kind === 'name') {
    const isBase = of.path === 'base';
    const owner = isBase || of.path === 'this' ? scope.owner : machine.classes.get(of.path);
    const found = owner && callOwn(owner, name, call, isBase);
    if (found) return found;
  }
  for (const owner of machine.classes.values()) {
    const [method] = owner.methods.get(name) ?? [];
    const [first] = method ? named(field(method, 'parameters')) : [];
    if (!first || !/^\s*(?:\[[^\]]*\]\s*)?this\s/.test(wordOf(machine, first))) continue;
    return callOwn(owner, name, { ...call, args: [of, ...call.args] });
  }
  return undefined;
}

/** `Other.Foo()` of a class in another file. */
function foreignCall(machine: Machine, of: Value, name: string, call: Call): Value | undefined {
  const owner = of.kind === 'name' ? machine.classNamed(of.path.replace(/^.*\./, '')) : undefined;
  return owner && callOwn(owner, name, call);
}

/** A method of the class or of those it derives from; of several, the first that takes as much as is given. */
export function callOwn(owner: ClassValue | undefined, name: string, call: Call, isBase = false): Value | undefined {
  for (const of of lineage(owner, isBase)) {
    const all = of.methods.get(name) ?? [];
    const count = call.args.length + call.named.size;
    const node = all.find((method) => takes(of.home, method, call, count)) ?? all[0];
    if (!node) continue;
    const scope: Scope = { variables: new Map(), parent: undefined, owner: of };
    return callLambda({ kind: 'lambda', name, node, scope, home: of.home }, call);
  }
  return undefined;
}

function takes(machine: Machine, method: Node, call: Call, count: number): boolean {
  const parameters = named(field(method, 'parameters')).filter(({ type }) => type === 'parameter');
  const names = new Set(parameters.map((one) => parameterName(machine, one)));
  return (
    parameters.length >= count &&
    parameters.filter((one) => !defaultIn(one)).length <= count &&
    [...call.named.keys()].every((name) => names.has(name))
  );
}

const parameterName = (machine: Machine, node: Node): string => {
  const name = field(node, 'name');
  return name ? wordOf(machine, name).replace(/^@/, '') : '';
};

const defaultIn = (parameter: Node): Node | undefined =>
  named(parameter).find((part) => !part.field && part.type !== 'modifier' && part.type !== 'attribute_list');

/** Undefined where it is nothing that can be called. */
export const callValue = (callee: Value, call: Call): Value | undefined =>
  callee.kind === 'lambda' ? callLambda(callee, call) : undefined;

function callLambda({ node, scope: around, name, home: machine }: Lambda, call: Call): Value {
  step(machine);
  const scope: Scope = { variables: new Map(), parent: around, owner: around.owner };
  return enter(machine, () => {
    bind(machine, node, call, scope);
    const body = field(node, 'body');
    if (!body) return unknown(`the result of ${name}()`);
    if (body.type !== 'block' && body.type !== 'arrow_expression_clause') return machine.evaluate(body, scope);
    if (body.type === 'arrow_expression_clause') return machine.evaluate(named(body)[0], scope);
    const before = machine.run.leaves.length;
    const completion = machine.execute(named(body), scope);
    for (const { site, reason, sent } of machine.run.leaves.splice(before)) {
      if (machine.run.sent > sent) addGap(machine, site, reason);
    }
    return completion?.value ?? nil;
  });
}

function bind(machine: Machine, node: Node, { args, named: byName }: Call, scope: Scope): void {
  const given = field(node, 'parameters');
  if (!given) return;
  if (given.type !== 'parameter_list') {
    scope.variables.set(wordOf(machine, given), { value: args[0] ?? unknown(wordOf(machine, given)) });
    return;
  }
  const parameters = named(given).filter(({ type }) => type === 'parameter');
  for (const [at, parameter] of parameters.entries()) {
    const name = parameterName(machine, parameter);
    const fallback = defaultIn(parameter);
    const value = args[at] ?? byName.get(name) ?? (fallback ? machine.evaluate(fallback, scope) : unknown(name));
    scope.variables.set(name, { value });
  }
  // `params string[] more` stands in the list itself.
  const rest = field(given, 'name');
  if (rest) scope.variables.set(wordOf(machine, rest), { value: restOf(args.slice(parameters.length)) });
}

const restOf = (args: readonly Value[]): Value => {
  const [only] = args;
  return args.length === 1 && only?.kind === 'list' ? only : list([...args]);
};
