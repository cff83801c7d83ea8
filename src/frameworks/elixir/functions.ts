// Functions of the module: their clauses, and what calling one does.
import { type Machine, runAll } from './machine.ts';
import { match } from './patterns.ts';
import { scopeIn } from './scope.ts';
import { childOf, type Node, partsOf } from './syntax.ts';
import { type Clause, type Scope, truth, unknown, type Value } from './value.ts';

/** Whether the call defines something; what is no function is only passed over. */
export function define(machine: Machine, node: Node, name: string): boolean {
  if (/^(?:use|import|require|defstruct|defmacrop?|defmodule|defdelegate|defguardp?)$/.test(name)) return true;
  if (name === 'alias') return named(machine, node);
  if (name !== 'def' && name !== 'defp') return false;
  const args = node.children.find(({ type }) => type === 'arguments');
  const [head, ...rest] = args ? partsOf(args) : [];
  if (!head) return true;
  const isGuarded = head.type === 'binary_operator';
  const signature = isGuarded ? childOf(head, 'left') : head;
  const guard = isGuarded ? childOf(head, 'right') : undefined;
  const target = signature && (childOf(signature, 'target') ?? signature);
  if (!signature || !target) return true;
  const parameters = signature.children.find(({ type }) => type === 'arguments');
  const own = machine.source.text.slice(target.start, target.end);
  const clause = { parameters: parameters ? partsOf(parameters) : [], guard, body: bodyOf(machine, node, rest) };
  machine.functions.set(own, [...(machine.functions.get(own) ?? []), clause]);
  return true;
}

/** `alias MyApp.Repo`, `alias MyApp.Repo, as: R`, `alias MyApp.{Repo, User}` */
function named({ source, aliases }: Machine, { start, end }: Node): true {
  const text = source.text.slice(start, end);
  const renamed = /^alias\s*\(?\s*([\w.]+)\s*,\s*as:\s*(\w+)/.exec(text);
  if (renamed?.[1] && renamed[2]) aliases.set(renamed[2], renamed[1]);
  const several = /^alias\s+([\w.]+)\.\{([^}]*)\}/.exec(text);
  for (const each of several?.[2]?.split(',') ?? []) {
    const name = each.trim();
    aliases.set(name.replace(/^.*\./, ''), `${several?.[1]}.${name}`);
  }
  const one = /^alias\s+([\w.]+)\s*$/.exec(text)?.[1];
  if (one) aliases.set(one.replace(/^.*\./, ''), one);
  return true;
}

/** Of a do block, or of `do:`. */
export function bodyOf({ source }: Machine, node: Node, rest: readonly Node[]): Node[] {
  const block = node.children.find(({ type }) => type === 'do_block');
  if (block) return partsOf(block);
  const pairs = rest.filter(({ type }) => type === 'keywords').flatMap(partsOf);
  const found = pairs.find((pair) => {
    const key = childOf(pair, 'key');
    return key && /^do:/.test(source.text.slice(key.start, key.end));
  });
  const value = found && childOf(found, 'value');
  return value ? [value] : [];
}

/** Undefined where the module has no such function. */
export function callFunction(machine: Machine, name: string, args: readonly Value[], scope: Scope): Value | undefined {
  const clauses = machine.functions.get(name);
  if (!clauses) return undefined;
  const outermost = { variables: new Map(), above: undefined };
  const least = ({ parameters }: Clause): number => parameters.filter((each) => defaultOf(each) === undefined).length;
  const fitting = clauses.filter((each) => each.parameters.length >= args.length && least(each) <= args.length);
  return fitting.length === 0
    ? undefined
    : runClauses(machine, { clauses: fitting, name, scope: outermost }, args, scope);
}

const defaultOf = (parameter: Node): Node | undefined =>
  parameter.type === 'binary_operator' && childOf(parameter, 'operator')?.type === '\\\\'
    ? childOf(parameter, 'right')
    : undefined;

interface Callable {
  readonly clauses: readonly Clause[];
  readonly name: string;
  readonly scope: Scope;
}

/** The first clause that fits; where that is not known, nothing is followed. */
function runClauses(machine: Machine, { clauses, name, scope }: Callable, args: readonly Value[], outer: Scope): Value {
  for (const { parameters, guard, body } of clauses) {
    const own = scopeIn(scope);
    const inner = (part: Node): Value => machine.evaluate(part, own);
    const optional = parameters.length - args.length;
    const defaults = parameters.map(defaultOf);
    let left = optional;
    const given = [...args];
    const values = parameters.map((_, at): Value => {
      const standard = defaults[at];
      if (standard && left > 0) {
        left -= 1;
        return machine.evaluate(standard, outer);
      }
      return given.shift() ?? unknown('what a function is given');
    });
    const fits = parameters.map((each, at) =>
      match({ text: machine.source.text, evaluate: inner, scope: own }, each, values[at] ?? unknown(name)),
    );
    if (fits.includes(false)) continue;
    if (guard && clauses.length > 1 && truth(machine.evaluate(guard, own)) === false) continue;
    if (fits.includes(undefined) && clauses.length > 1) return unknown(`the result of ${name}()`);
    return runAll(machine, body, own);
  }
  return unknown(`the result of ${name}()`);
}

/** What a function is worth that code was given; undefined where it is none. */
export function callValue(machine: Machine, callee: Value | undefined, args: readonly Value[]): Value | undefined {
  if (callee?.kind === 'function') return runClauses(machine, callee, args, callee.scope);
  if (callee?.kind !== 'capture') return undefined;
  const scope = scopeIn(callee.scope);
  args.forEach((value, at) => {
    scope.variables.set(`&${at + 1}`, value);
  });
  const { node } = callee;
  // `&name/1`
  const [left] = node.type === 'binary_operator' && childOf(node, 'operator')?.type === '/' ? partsOf(node) : [];
  if (!left) return machine.evaluate(node, scope);
  const name = machine.source.text.slice(left.start, left.end);
  const call = { name, args, block: undefined, site: { source: machine.source, start: node.start, end: node.end } };
  return callFunction(machine, name, args, scope) ?? machine.library.call(call);
}
