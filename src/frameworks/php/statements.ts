// PHP's statements, followed in order. What may or may not run is run once and taken to have run, which is the worst case.

import { step } from '../followed.ts';
import { assign, unset } from './assignment.ts';
import { defineClass } from './classes.ts';
import { type Loop, loopOver } from './loops.ts';
import { addGap, type Completion, enter, type Machine, shown, siteOf, Thrown, wordOf } from './machine.ts';
import { field, fields, type Node, named } from './syntax.ts';
import { asked, equals, nil, type Scope, truth, unknown, type Value, whatOf } from './value.ts';

export function execute(machine: Machine, nodes: readonly Node[], scope: Scope): Completion | undefined {
  for (const node of nodes) {
    const completion = run(machine, node, scope);
    if (completion) return completion;
  }
  return undefined;
}

function run(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  step(machine);
  return enter(machine, () => {
    const known = executors[node.type];
    if (known) return known(machine, node, scope) ?? undefined;
    if (node.type === 'ERROR') {
      addGap(machine, siteOf(machine, node), 'This is not valid PHP, and is not read.', 'syntax');
    }
    return undefined;
  });
}

// biome-ignore lint/suspicious/noConfusingVoidType: what has no completion returns nothing
type Executor = (machine: Machine, node: Node, scope: Scope) => Completion | undefined | void;

const evaluateAll: Executor = (machine, node, scope) => {
  for (const part of named(node)) {
    if (part.type === 'throw_expression') return throwing(machine, part, scope);
    machine.evaluate(part, scope);
  }
};

function throwing(machine: Machine, node: Node, scope: Scope): Completion {
  return { type: 'throw', value: machine.evaluate(named(node)[0], scope) };
}

const block: Executor = (machine, node, scope) => execute(machine, named(node), scope);

const loop =
  (kind: Loop): Executor =>
  (machine, node, scope) =>
    loopOver(machine, kind, node, scope);

const executors: Readonly<Record<string, Executor>> = {
  expression_statement: evaluateAll,
  echo_statement: evaluateAll,
  compound_statement: block,
  colon_block: block,
  return_statement: (machine, node, scope) => {
    const [value] = named(node);
    return value ? { type: 'return', value: machine.evaluate(value, scope) } : { type: 'return' };
  },
  break_statement: () => ({ type: 'break' }),
  continue_statement: () => ({ type: 'continue' }),
  exit_statement: () => {
    throw new Thrown('exit');
  },
  if_statement: ifStatement,
  switch_statement: switchStatement,
  foreach_statement: loop('foreach'),
  for_statement: loop('for'),
  while_statement: loop('while'),
  do_statement: loop('do'),
  try_statement: tryStatement,
  unset_statement: (machine, node, scope) => {
    for (const target of named(node)) unset(machine, target, scope);
  },
  function_static_declaration: (machine, node, scope) => {
    for (const each of named(node)) {
      const name = field(each, 'name');
      const value = field(each, 'value');
      if (name) assign(machine, name, value ? machine.evaluate(value, scope) : nil, scope);
    }
  },
  const_declaration: (machine, node, scope) => {
    for (const element of named(node)) {
      const [name, value] = named(element);
      if (name && value) machine.constants.set(wordOf(machine, name), machine.evaluate(value, scope));
    }
  },
  namespace_definition: (machine, node, scope) => {
    const body = field(node, 'body');
    return body && execute(machine, named(body), scope);
  },
};

/** Classes, functions and imports hold for the whole file, wherever they stand in it. */
export function declare(machine: Machine, nodes: readonly Node[]): void {
  for (const node of nodes) {
    const name = field(node, 'name');
    if (node.type === 'namespace_definition') {
      machine.namespace.name = name ? wordOf(machine, name) : '';
      declare(machine, named(field(node, 'body')));
    }
    if (node.type === 'namespace_use_declaration') use(machine, node);
    if (/^(?:class|enum|trait|interface)_declaration$/.test(node.type) && name) {
      const whole = within(machine, wordOf(machine, name));
      machine.classes.set(whole, defineClass(machine, node, whole));
    }
    if (node.type === 'function_definition' && name) {
      const word = wordOf(machine, name);
      const scope: Scope = { variables: new Map(), parent: undefined, self: undefined, owner: undefined };
      machine.functions.set(word.toLowerCase(), { kind: 'closure', name: word, node, scope, captured: new Map() });
    }
  }
}

function use(machine: Machine, node: Node): void {
  const group = field(node, 'body');
  const prefix = group ? named(node).find(({ type }) => type === 'namespace_name') : undefined;
  for (const clause of named(group ?? node).filter(({ type }) => type === 'namespace_use_clause')) {
    const alias = field(clause, 'alias');
    const [path] = named(clause);
    if (!path) continue;
    const whole = [...(prefix ? [wordOf(machine, prefix)] : []), wordOf(machine, path)].join('\\').replace(/^\\/, '');
    const name = alias ? wordOf(machine, alias) : whole.slice(whole.lastIndexOf('\\') + 1);
    machine.uses.set(name.toLowerCase(), whole);
  }
}

interface Branch {
  readonly body: readonly Node[];
}

export interface Attempt {
  readonly hasSent: boolean;
  readonly completion: Completion | undefined;
}

function attempt(machine: Machine, { body }: Branch, scope: Scope): Attempt {
  const before = machine.sent;
  const completion = execute(machine, body, scope);
  return { hasSent: machine.sent > before, completion };
}

function ifStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const branches = [node, ...fields(node, 'alternative')];
  for (const [at, branch] of branches.entries()) {
    const condition = field(branch, 'condition');
    const taken = (): Completion | undefined => execute(machine, bodyOf(branch).body, scope);
    if (!condition) return taken();
    const test = machine.evaluate(condition, scope);
    const holds = truth(test);
    if (holds === true) return taken();
    if (holds === undefined) {
      const rest = branches.slice(at);
      return undecided(
        machine,
        { test, site: condition, hasElse: !field(rest.at(-1) ?? node, 'condition') },
        rest.map(bodyOf),
        scope,
      );
    }
  }
  return undefined;
}

function bodyOf(branch: Node): Branch {
  const own = fields(branch, 'body');
  return { body: own };
}

interface Question {
  readonly test: Value;
  readonly site: Node;
  readonly hasElse: boolean;
}

/**
 * Migrations ask the schema whether something is there so that they can be run twice: what they then do is taken to be done, unless
 * both ways do something. A way that only leaves is not taken.
 */
function undecided(machine: Machine, { test, site, hasElse }: Question, branches: Branch[], scope: Scope) {
  const tried = branches.map((branch) => attempt(machine, branch, scope));
  const sending = tried.filter(({ hasSent }) => hasSent);
  const leaving = tried.filter(({ completion }) => completion?.type === 'return');
  const isGuard = asked(test) === 'schema' && sending.length < 2;
  const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
  if (sending.length > 0 && !isGuard) addGap(machine, siteOf(machine, site), reason, 'unsupported');
  else if (leaving.length > 0 && !isGuard) {
    machine.leaves.push({
      site: siteOf(machine, site),
      reason: reason.replace('this', 'what follows'),
      sent: machine.sent,
    });
  }
  return hasElse && tried.every(({ completion }) => completion) ? tried[0]?.completion : undefined;
}

function switchStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const subject = machine.evaluate(field(node, 'condition'), scope);
  const cases = named(field(node, 'body'));
  const bodies = cases.map((each) => named(each).filter(({ field: at }) => at !== 'value'));
  for (const [at, each] of cases.entries()) {
    const value = field(each, 'value');
    const same = value ? equals(subject, machine.evaluate(value, scope), false) : undefined;
    if (value && same === undefined) {
      const question = { test: subject, site: field(node, 'condition') ?? node, hasElse: false };
      return undecided(
        machine,
        question,
        bodies.slice(at).map((body) => ({ body })),
        scope,
      );
    }
    if (same) return switched(machine, bodies.slice(at), scope);
  }
  const fallback = cases.findIndex(({ type }) => type === 'default_statement');
  return fallback < 0 ? undefined : switched(machine, bodies.slice(fallback), scope);
}

/** Falls through until something leaves. */
function switched(machine: Machine, bodies: readonly Node[][], scope: Scope): Completion | undefined {
  const completion = execute(machine, bodies.flat(), scope);
  return completion?.type === 'break' ? undefined : completion;
}

function tryStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const body = field(node, 'body');
  const completion = body && execute(machine, named(body), scope);
  for (const clause of named(node)) {
    const own = field(clause, 'body');
    if (clause.type === 'finally_clause' && own) execute(machine, named(own), scope);
    if (clause.type !== 'catch_clause' || !own) continue;
    const name = field(clause, 'name');
    if (name) assign(machine, name, unknown(shown(machine, name)), scope);
    const { hasSent } = attempt(machine, { body: named(own) }, scope);
    const reason = 'Whether this runs depends on an exception, which is known only at run time.';
    if (hasSent) addGap(machine, siteOf(machine, clause), reason, 'unsupported');
  }
  return completion?.type === 'throw' ? undefined : completion;
}

const within = ({ namespace }: Machine, name: string): string =>
  namespace.name === '' ? name : `${namespace.name}\\${name}`;
