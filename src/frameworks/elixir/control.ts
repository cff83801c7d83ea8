// if, unless, case, cond, for and their like. Where it is not known which way the code goes, nothing of it is followed, and a gap
// says so.
import { bodyOf } from './functions.ts';
import { addGap, type Machine, runAll, siteOf } from './machine.ts';
import { match } from './patterns.ts';
import { scopeIn } from './scope.ts';
import { childOf, type Node, partsOf } from './syntax.ts';
import { gapKind, isNil, list, nil, type Scope, truth, unknown, type Value, whatOf } from './value.ts';

interface Form {
  readonly name: string;
  readonly scope: Scope;
}

/** Undefined for what is a call like any other. */
export function control(machine: Machine, node: Node, { name, scope }: Form): Value | undefined {
  const args = node.children.find(({ type }) => type === 'arguments');
  const parts = args ? partsOf(args) : [];
  switch (name) {
    case 'if':
    case 'unless':
      return branch(machine, node, { parts, scope, isUnless: name === 'unless' });
    case 'case':
      return cases(machine, node, { subject: parts[0], scope });
    case 'cond':
      return cases(machine, node, { subject: undefined, scope });
    case 'for':
      return comprehension(machine, node, parts, scope);
    case 'with':
    case 'try':
    case 'receive':
      return undecided(machine, node, `What is within this ${name} is not followed.`);
    case 'quote':
      return unknown('code that is quoted');
    default:
      return undefined;
  }
}

function undecided(machine: Machine, node: Node, reason: string, by?: Value): Value {
  addGap(machine, siteOf(machine, node), reason, gapKind(by));
  return by && gapKind(by) === 'data-work' ? by : unknown('what depends on the run');
}

const elseOf = (node: Node): Node[] => {
  const block = node.children.find(({ type }) => type === 'do_block');
  const other = block?.children.find(({ type }) => type === 'else_block');
  return other ? partsOf(other) : [];
};

interface Branch {
  readonly parts: readonly Node[];
  readonly scope: Scope;
  readonly isUnless: boolean;
}

function branch(machine: Machine, node: Node, { parts, scope, isUnless }: Branch): Value {
  const [condition, ...rest] = parts;
  if (!condition) return nil;
  const value = machine.evaluate(condition, scope);
  const known = truth(value);
  if (known === undefined) {
    return undecided(
      machine,
      node,
      `Whether this runs depends on ${whatOf(value)}, which is known only at run time.`,
      value,
    );
  }
  if (known !== isUnless) {
    const body = bodyOf(machine, node, rest).filter(({ type }) => type !== 'else_block');
    return runAll(machine, body, scopeIn(scope));
  }
  return runAll(machine, [...elseOf(node), ...shortElse(machine, rest)], scopeIn(scope));
}

/** `if x, do: a, else: b` */
function shortElse({ source }: Machine, rest: readonly Node[]): Node[] {
  const pairs = rest.filter(({ type }) => type === 'keywords').flatMap(partsOf);
  return pairs.flatMap((pair) => {
    const [key, value] = [childOf(pair, 'key'), childOf(pair, 'value')];
    return key && value && /^else:/.test(source.text.slice(key.start, key.end)) ? [value] : [];
  });
}

/** `cond` is a case whose clauses are conditions. */
function cases(machine: Machine, node: Node, { subject, scope }: { subject: Node | undefined; scope: Scope }): Value {
  const block = node.children.find(({ type }) => type === 'do_block');
  const value = subject && machine.evaluate(subject, scope);
  for (const clause of block ? partsOf(block) : []) {
    const [left, right] = [childOf(clause, 'left'), childOf(clause, 'right')];
    const [pattern] = left ? partsOf(left) : [];
    if (!pattern || !right) continue;
    const own = scopeIn(scope);
    const inner = (part: Node): Value => machine.evaluate(part, own);
    const fits = value
      ? match({ text: machine.source.text, evaluate: inner, scope: own }, pattern, value)
      : truth(inner(pattern));
    if (fits === undefined) {
      const what = value ? whatOf(value) : 'a condition';
      return undecided(
        machine,
        node,
        `Which way this goes depends on ${what}, which is known only at run time.`,
        value,
      );
    }
    if (fits) return runAll(machine, partsOf(right), own);
  }
  return nil;
}

function comprehension(machine: Machine, node: Node, parts: readonly Node[], scope: Scope): Value {
  const body = bodyOf(machine, node, parts);
  const steps = parts.filter(({ type }) => type !== 'keywords');
  const results: Value[] = [];
  const run = (at: number, outer: Scope): void => {
    const next = steps[at];
    if (!next) {
      results.push(runAll(machine, body, scopeIn(outer)));
      return;
    }
    const isGenerator = next.type === 'binary_operator' && childOf(next, 'operator')?.type === '<-';
    if (!isGenerator) {
      if (truth(machine.evaluate(next, outer)) !== false) run(at + 1, outer);
      return;
    }
    const [left, right] = [childOf(next, 'left'), childOf(next, 'right')];
    if (!left || !right) return;
    const from = machine.evaluate(right, outer);
    if (isNil(from)) return;
    if (from.kind !== 'list') {
      undecided(machine, node, `This loops over ${whatOf(from)}, which is known only at run time.`, from);
      return;
    }
    for (const item of from.items) {
      const own = scopeIn(outer);
      const inner = (part: Node): Value => machine.evaluate(part, own);
      if (match({ text: machine.source.text, evaluate: inner, scope: own }, left, item) !== false) run(at + 1, own);
    }
  };
  run(0, scope);
  return list(results);
}
