// Elixir code followed without running it: what it is worth, and the calls it makes of the library that reads it.
import type { SourceText } from '../../source/source-text.ts';
import { nested, step } from '../followed.ts';
import { concatTexts, textOf } from '../text.ts';
import { callNamed } from './calls.ts';
import { control } from './control.ts';
import { callFunction, define } from './functions.ts';
import { addGap, fullName, type Library, type Machine, runAll, siteOf } from './machine.ts';
import { computed } from './operators.ts';
import { match } from './patterns.ts';
import { lookUp, scopeIn } from './scope.ts';
import { shown, sigilModifiers, sigilOf, stringOf } from './strings.ts';
import { childOf, type Node, partsOf } from './syntax.ts';
import { atom, keyed, list, nil, type Scope, type Tuple, truth, unknown, type Value, wordOf } from './value.ts';

const textAt = ({ source }: Machine, { start, end }: Node): string => source.text.slice(start, end);

export function createMachine(source: SourceText, library: Library): Machine {
  const machine: Machine = {
    source,
    library,
    functions: new Map(),
    attributes: new Map(),
    aliases: new Map(),
    gaps: [],
    evaluate: (node, scope) => evaluate(machine, node, scope),
    steps: 0,
    depth: 0,
  };
  return machine;
}

/** Takes in what the first module defines that `isWanted` by its text; its name, or undefined where there is none. */
export function defineModule(machine: Machine, root: Node, isWanted: (text: string) => boolean): string | undefined {
  const modules = allOf(root, (node) => {
    const target = node.type === 'call' ? childOf(node, 'target') : undefined;
    return target !== undefined && textAt(machine, target) === 'defmodule';
  });
  const found = modules.find((node) => isWanted(textAt(machine, node))) ?? modules[0];
  const [name] = found ? partsOf(found.children.find(({ type }) => type === 'arguments') ?? found) : [];
  const block = found?.children.find(({ type }) => type === 'do_block');
  if (!name || !block) return undefined;
  runAll(machine, partsOf(block), scopeIn(undefined));
  return textAt(machine, name);
}

/** The outermost nodes that fit, and those within them. */
function allOf(root: Node, fits: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  const open = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    if (fits(next)) found.unshift(next);
    open.push(...next.children);
  }
  return found;
}

/** How deep calls and expressions may go; each takes some frames of ours. */
const deepest = 120;

function evaluate(machine: Machine, node: Node, scope: Scope): Value {
  step(machine);
  return nested(machine, deepest, () => evaluateIn(machine, node, scope));
}

function evaluateIn(machine: Machine, node: Node, scope: Scope): Value {
  const inner = (part: Node): Value => evaluate(machine, part, scope);
  switch (node.type) {
    case 'string':
    case 'charlist':
      return stringOf(machine, node, inner);
    case 'sigil':
      return sigil(machine, node, inner);
    case 'atom':
      return atom(textAt(machine, node).slice(1));
    case 'quoted_atom':
      return atom(stringOf(machine, node, inner).text);
    case 'boolean':
    case 'nil':
      return atom(textAt(machine, node).trim());
    case 'integer':
    case 'float':
      return { kind: 'number', text: textAt(machine, node).replaceAll('_', '') };
    case 'list':
      return list(itemsOf(machine, node, scope));
    case 'tuple':
      return { kind: 'tuple', items: itemsOf(machine, node, scope) };
    case 'map':
      return mapOf(machine, node, scope);
    case 'alias':
      return atom(fullName(machine, textAt(machine, node)));
    case 'identifier':
      return identifier(machine, node, scope);
    case 'body':
    case 'block':
    case 'do_block':
      return runAll(machine, partsOf(node), scopeIn(scope));
    case 'anonymous_function':
      return anonymous(node, scope);
    case 'unary_operator':
      return unary(machine, node, scope);
    case 'binary_operator':
      return binary(machine, node, scope);
    case 'access_call':
      return accessed(machine, node, scope);
    case 'dot':
      return unknown(textAt(machine, node));
    case 'call':
      return callOf(machine, node, scope);
    case 'ERROR':
      addGap(machine, siteOf(machine, node), 'This is not valid Elixir, and is not read.', 'syntax');
      return unknown('what is not valid');
    default:
      return unknown(`a part of the code (${node.type.replaceAll('_', ' ')})`);
  }
}

/** The keywords at the end of a list or a call are a list of pairs. */
function itemsOf(machine: Machine, node: Node, scope: Scope): Value[] {
  return partsOf(node).flatMap((part): Value[] => {
    if (part.type !== 'keywords') return [evaluate(machine, part, scope)];
    const pairs = pairsOf(machine, part, scope);
    return node.type === 'list' ? pairs : [list(pairs)];
  });
}

function pairsOf(machine: Machine, keywords: Node, scope: Scope): Tuple[] {
  return partsOf(keywords).flatMap((pair): Tuple[] => {
    const [key, value] = [childOf(pair, 'key'), childOf(pair, 'value')];
    if (!key || !value) return [];
    const name = /^"?(.*?)"?:\s*$/s.exec(textAt(machine, key))?.[1] ?? textAt(machine, key);
    return [{ kind: 'tuple', items: [atom(name), evaluate(machine, value, scope)] }];
  });
}

function mapOf(machine: Machine, node: Node, scope: Scope): Value {
  const content = node.children.find(({ type }) => type === 'map_content');
  if (node.children.some(({ type }) => type === 'struct')) return unknown('a struct');
  const pairs = (content ? partsOf(content) : []).flatMap((part): [Value, Value][] => {
    if (part.type === 'keywords') {
      return pairsOf(machine, part, scope).map(({ items }) => [items[0] ?? nil, items[1] ?? nil]);
    }
    const [key, value] = partsOf(part);
    return key && value ? [[evaluate(machine, key, scope), evaluate(machine, value, scope)]] : [];
  });
  return { kind: 'map', pairs };
}

function sigil(machine: Machine, node: Node, inner: (part: Node) => Value): Value {
  const found = sigilOf(machine, node, inner);
  if (found === undefined) return unknown('a sigil');
  if (!Array.isArray(found)) return found;
  const isAtoms = sigilModifiers(machine, node).includes('a');
  return list(found.map((word) => (isAtoms ? atom(word) : textOf(word))));
}

function identifier(machine: Machine, node: Node, scope: Scope): Value {
  const name = textAt(machine, node);
  const known = lookUp(scope, name);
  if (known) return known;
  const own = callFunction(machine, name, [], scope);
  if (own) return own;
  const call = { name, args: [], block: undefined, site: siteOf(machine, node) };
  return machine.library.call(call) ?? unknown(name);
}

function anonymous(node: Node, scope: Scope): Value {
  const clauses = partsOf(node).map((clause) => {
    const [left, right] = [childOf(clause, 'left'), childOf(clause, 'right')];
    return { parameters: left ? partsOf(left) : [], guard: undefined, body: right ? partsOf(right) : [] };
  });
  return { kind: 'function', name: 'a function', clauses, scope };
}

function unary(machine: Machine, node: Node, scope: Scope): Value {
  const operator = childOf(node, 'operator')?.type;
  const operand = childOf(node, 'operand');
  if (!operand) return nil;
  if (operator === '@') return attribute(machine, operand, scope);
  if (operator === '&') {
    if (operand.type === 'integer')
      return lookUp(scope, `&${textAt(machine, operand)}`) ?? unknown('what a function is given');
    return { kind: 'capture', node: operand, scope };
  }
  const value = evaluate(machine, operand, scope);
  if (operator === '-' && value.kind === 'number') return { kind: 'number', text: `-${value.text}` };
  const known = truth(value);
  return (operator === '!' || operator === 'not') && known !== undefined ? atom(String(!known)) : unknown('a value');
}

function attribute(machine: Machine, operand: Node, scope: Scope): Value {
  if (operand.type === 'identifier') {
    const name = textAt(machine, operand);
    return machine.attributes.get(name) ?? unknown(`@${name}`);
  }
  const [target, args] = [childOf(operand, 'target'), partsOf(operand)[1]];
  const [first] = args ? partsOf(args) : [];
  if (!target || !first || /^(?:doc|moduledoc|spec|type|typep|impl)$/.test(textAt(machine, target))) return nil;
  const value =
    args && first.type === 'keywords' ? (itemsOf(machine, args, scope)[0] ?? nil) : evaluate(machine, first, scope);
  machine.attributes.set(textAt(machine, target), value);
  return value;
}

function binary(machine: Machine, node: Node, scope: Scope): Value {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  const operator = childOf(node, 'operator')?.type ?? '';
  if (!left || !right) return unknown('a value');
  const inner = (part: Node): Value => evaluate(machine, part, scope);
  if (operator === '=') {
    const value = inner(right);
    match({ text: machine.source.text, evaluate: inner, scope }, left, value);
    return value;
  }
  if (operator === '|>') return piped(machine, { left, right, scope });
  if (operator === '<>') return concatTexts([shown(inner(left)), shown(inner(right))]);
  return computed(operator, inner(left), () => inner(right));
}

function piped(machine: Machine, { left, right, scope }: { left: Node; right: Node; scope: Scope }): Value {
  const first = evaluate(machine, left, scope);
  return right.type === 'call' ? callOf(machine, right, scope, [first]) : unknown('the end of a pipe');
}

function accessed(machine: Machine, node: Node, scope: Scope): Value {
  const [target, key] = [childOf(node, 'target') ?? partsOf(node)[0], childOf(node, 'key') ?? partsOf(node)[1]];
  if (!target || !key) return unknown('a value');
  const from = evaluate(machine, target, scope);
  const name = wordOf(evaluate(machine, key, scope));
  if (from.kind === 'unknown' || name === undefined) return unknown(textAt(machine, node));
  return keyed(from, name) ?? nil;
}

/** `piped` stands before the arguments that are written. */
function callOf(machine: Machine, node: Node, scope: Scope, before: readonly Value[] = []): Value {
  const target = childOf(node, 'target');
  if (!target) return unknown('a call');
  const name = textAt(machine, target);
  if (target.type === 'identifier') {
    if (define(machine, node, name)) return nil;
    const done = before.length === 0 ? control(machine, node, { name, scope }) : undefined;
    if (done) return done;
  }
  const args = node.children.find(({ type }) => type === 'arguments');
  const given = [...before, ...(args ? itemsOf(machine, args, scope) : [])];
  const block = node.children.find(({ type }) => type === 'do_block');
  const run = block ? () => void runAll(machine, partsOf(block), scopeIn(scope)) : undefined;
  return callNamed(machine, { target, args: given, block: run, site: siteOf(machine, node) }, scope);
}
