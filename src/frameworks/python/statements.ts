// Python statements, followed in order. What may or may not run is run once and taken to have run, which is the worst case.

import { step } from '../followed.ts';
import { bind } from './assignment.ts';
import { itemsOf } from './collections.ts';
import { evaluate } from './expressions.ts';
import { type Completion, enter, type Machine, wordOf } from './machine.ts';
import { operate } from './operators.ts';
import { field, fields, type Node, named } from './syntax.ts';
import { truth } from './truth.ts';
import { attempt, repeated, undecided, unsure } from './uncertain.ts';
import {
  asked,
  type ClassValue,
  type Home,
  list,
  reference,
  type Scope,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

/** The statements of a block or module; how they end, where not at their end. */
export function execute(machine: Machine, block: Node, scope: Scope): Completion | undefined {
  for (const statement of named(block)) {
    const completion = run(machine, statement, scope);
    if (completion) return completion;
  }
  return undefined;
}

function run(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  step(machine);
  return enter(machine, () => executors[node.type]?.(machine, node, scope) as Completion | undefined);
}

type Executor = (machine: Machine, node: Node, scope: Scope) => unknown;

const executors: Readonly<Record<string, Executor>> = {
  expression_statement: (machine, node, scope) => {
    for (const part of named(node)) expression(machine, part, scope);
  },
  import_statement: (machine, node, scope) => {
    for (const each of fields(node, 'name')) {
      const path = wordOf(machine, field(each, 'name') ?? each);
      const alias = field(each, 'alias');
      const name = alias ? wordOf(machine, alias) : (path.split('.')[0] ?? path);
      scope.variables.set(name, reference(alias ? path : name));
    }
  },
  import_from_statement: (machine, node, scope) => {
    const from = field(node, 'module_name');
    const module = from ? wordOf(machine, from) : '';
    if (named(node).some(({ type }) => type === 'wildcard_import')) {
      const before = scope.variables.get('*');
      scope.variables.set('*', list([...(before?.kind === 'list' ? before.items : []), reference(module)]));
    }
    for (const each of fields(node, 'name')) {
      const name = wordOf(machine, field(each, 'name') ?? each);
      const alias = field(each, 'alias');
      scope.variables.set(alias ? wordOf(machine, alias) : name, reference(`${module}.${name}`));
    }
  },
  function_definition: (machine, node, scope) => {
    const name = wordOf(machine, field(node, 'name') ?? node);
    scope.variables.set(name, { kind: 'function', name, node, scope, home: homeOf(machine) });
  },
  class_definition: defineClass,
  decorated_definition: (machine, node, scope) => run(machine, field(node, 'definition') ?? node, scope),
  return_statement: (machine, node, scope) => {
    const [value] = named(node);
    return value ? { type: 'return', value: evaluate(machine, value, scope) } : { type: 'return' };
  },
  raise_statement: () => ({ type: 'raise' }),
  break_statement: () => ({ type: 'break' }),
  continue_statement: () => ({ type: 'continue' }),
  if_statement: ifStatement,
  for_statement: forStatement,
  while_statement: whileStatement,
  with_statement: withStatement,
  try_statement: tryStatement,
  block: (machine, node, scope) => execute(machine, node, scope),
};

function expression(machine: Machine, node: Node, scope: Scope): void {
  if (node.type === 'assignment') {
    const right = field(node, 'right');
    if (!right) return;
    if (right.type === 'assignment') expression(machine, right, scope);
    const value = evaluate(machine, right.type === 'assignment' ? field(right, 'left') : right, scope);
    bind(machine, field(node, 'left'), value, scope);
  } else if (node.type === 'augmented_assignment') {
    const left = field(node, 'left');
    const operator = (field(node, 'operator')?.type ?? '').replace(/=$/, '');
    const [before, after] = [evaluate(machine, left, scope), evaluate(machine, field(node, 'right'), scope)];
    if (before.kind === 'list' && after.kind === 'list' && operator === '+') {
      before.items.push(...after.items);
      before.isOpen ||= after.isOpen || machine.uncertain > 0;
      return;
    }
    bind(machine, left, operate(machine, operator, before, after) ?? unknown(whatOf(before)), scope);
  } else evaluate(machine, node, scope);
}

function defineClass(machine: Machine, node: Node, scope: Scope): void {
  const name = wordOf(machine, field(node, 'name') ?? node);
  const bases = named(field(node, 'superclasses') ?? { ...node, children: [] });
  const own: Scope = { variables: new Map(), parent: scope };
  const value: ClassValue = {
    kind: 'class',
    name,
    node,
    bases: bases
      .filter(({ type }) => type !== 'keyword_argument')
      .map((base) => evaluate(machine, base.type === 'subscript' ? field(base, 'value') : base, scope)),
    scope: own,
  };
  scope.variables.set(name, value);
  const body = field(node, 'body');
  if (body) execute(machine, body, own);
  const stands = machine.host.defined?.(value, machine);
  if (stands) value.stands = stands;
}

const homeOf = ({ source, folder }: Machine): Home => ({ source, folder });

function ifStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const branches = [node, ...fields(node, 'alternative')];
  for (const [at, branch] of branches.entries()) {
    const condition = field(branch, 'condition');
    const block = field(branch, 'consequence') ?? field(branch, 'body');
    if (!condition) return block && execute(machine, block, scope);
    const test = evaluate(machine, condition, scope);
    const holds = truth(test);
    if (holds === true) return block && execute(machine, block, scope);
    if (holds === undefined) return undecided(machine, test, branches.slice(at), scope, condition);
  }
  return undefined;
}

function forStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const right = field(node, 'right');
  const value = evaluate(machine, right, scope);
  const items = itemsOf(value);
  const body = field(node, 'body');
  if (!body) return undefined;
  if (!items) {
    bind(machine, field(node, 'left'), unknown(`an item of ${whatOf(value)}`, asked(value)), scope);
    repeated(machine, right ?? node, value, () => attempt(machine, body, scope));
    return undefined;
  }
  for (const item of items) {
    step(machine);
    bind(machine, field(node, 'left'), item, scope);
    const completion = execute(machine, body, scope);
    if (completion?.type === 'break') break;
    if (completion && completion.type !== 'continue') return completion;
  }
  return undefined;
}

function whileStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const condition = field(node, 'condition');
  const body = field(node, 'body');
  for (;;) {
    step(machine);
    const test = evaluate(machine, condition, scope);
    const holds = truth(test);
    if (holds === false) return undefined;
    // What ends `while True` is within it, and mostly known only at run time.
    if (holds === undefined || condition?.type === 'true') {
      repeated(machine, condition ?? node, test, () => attempt(machine, body, scope));
      return undefined;
    }
    const completion = body && execute(machine, body, scope);
    if (completion?.type === 'break') return undefined;
    if (completion && completion.type !== 'continue') return completion;
  }
}

function withStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const clause = named(node).find(({ type }) => type === 'with_clause');
  const entered: Value[] = [];
  for (const item of clause ? named(clause) : []) {
    const value = field(item, 'value') ?? named(item)[0];
    const subject = value?.type === 'as_pattern' ? named(value)[0] : value;
    const result = evaluate(machine, subject, scope);
    machine.host.enter?.(result);
    entered.push(result);
    const alias = value && field(value, 'alias');
    if (alias) bind(machine, named(alias)[0] ?? alias, result, scope);
  }
  const body = field(node, 'body');
  const completion = body && execute(machine, body, scope);
  for (const value of entered.reverse()) machine.host.exit?.(value);
  return completion;
}

function tryStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const body = field(node, 'body');
  const completion = body && execute(machine, body, scope);
  for (const clause of named(node)) {
    const block = clause.type === 'block' ? clause : named(clause).findLast(({ type }) => type === 'block');
    if (clause.type === 'except_clause') {
      const { hasSent, hasChanged } = attempt(machine, block, scope);
      if (hasSent) unsure(machine, clause, 'Whether this runs depends on an exception', !hasChanged);
    } else if (clause.type === 'else_clause' || clause.type === 'finally_clause') {
      if (block) execute(machine, block, scope);
    }
  }
  return completion?.type === 'raise' ? undefined : completion;
}
