// C#'s statements, followed in order. What may or may not run is run once and taken to have run, which is the worst case.
import { declare, variables } from './assignment.ts';
import { fits } from './expressions.ts';
import { type Loop, loopOver } from './loops.ts';
import { addGap, type Completion, enter, type Machine, siteOf, step, Thrown, wordOf } from './machine.ts';
import { field, type Node, named, ofType } from './syntax.ts';
import { type Scope, truth, unknown, type Value, whatOf } from './value.ts';

export function execute(machine: Machine, nodes: readonly Node[], scope: Scope): Completion | undefined {
  for (const node of nodes.filter(({ type }) => type === 'local_function_statement'))
    localFunction(machine, node, scope);
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
    if (node.type === 'ERROR')
      addGap(machine, siteOf(machine, node), 'This is not valid C#, and is not read.', 'syntax');
    return undefined;
  });
}

// biome-ignore lint/suspicious/noConfusingVoidType: what has no completion returns nothing
type Executor = (machine: Machine, node: Node, scope: Scope) => Completion | undefined | void;

const inner = (scope: Scope): Scope => ({ variables: new Map(), parent: scope, owner: scope.owner });

const block: Executor = (machine, node, scope) => execute(machine, named(node), inner(scope));

const loop =
  (kind: Loop): Executor =>
  (machine, node, scope) =>
    loopOver(machine, kind, node, inner(scope));

const within: Executor = (machine, node, scope) => {
  const own = inner(scope);
  const declared = ofType(node, 'variable_declaration');
  if (declared) variables(machine, declared, own);
  for (const part of named(node)) {
    if (part !== declared && part.field !== 'body' && part.type !== 'block') machine.evaluate(part, own);
  }
  const body = field(node, 'body') ?? ofType(node, 'block');
  return body && execute(machine, [body], own);
};

const executors: Readonly<Record<string, Executor>> = {
  block,
  unsafe_statement: block,
  checked_statement: block,
  labeled_statement: (machine, node, scope) => execute(machine, named(node).slice(1), scope),
  expression_statement: (machine, node, scope) => void machine.evaluate(named(node)[0], scope),
  local_declaration_statement: (machine, node, scope) => {
    const declared = ofType(node, 'variable_declaration');
    if (declared) variables(machine, declared, scope);
  },
  return_statement: (machine, node, scope) => {
    const [value] = named(node);
    return value ? { type: 'return', value: machine.evaluate(value, scope) } : { type: 'return' };
  },
  break_statement: () => ({ type: 'break' }),
  continue_statement: () => ({ type: 'continue' }),
  throw_statement: () => {
    throw new Thrown('throw');
  },
  if_statement: ifStatement,
  switch_statement: switchStatement,
  foreach_statement: loop('foreach'),
  for_statement: loop('for'),
  while_statement: loop('while'),
  do_statement: loop('do'),
  using_statement: within,
  lock_statement: within,
  fixed_statement: within,
  try_statement: tryStatement,
  preproc_if: preprocessed,
  preproc_region: (machine, node, scope) => execute(machine, named(node), scope),
};

function localFunction(machine: Machine, node: Node, scope: Scope): void {
  const name = field(node, 'name');
  const word = name ? wordOf(machine, name) : '';
  scope.variables.set(word, { value: { kind: 'lambda', name: word, node, scope, home: machine } });
}

interface Attempt {
  readonly hasSent: boolean;
  readonly completion: Completion | undefined;
}

function attempt(machine: Machine, body: readonly Node[], scope: Scope): Attempt {
  const before = machine.run.sent;
  try {
    return { completion: execute(machine, body, inner(scope)), hasSent: machine.run.sent > before };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return { completion: undefined, hasSent: machine.run.sent > before };
  }
}

function ifStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const test = machine.evaluate(field(node, 'condition'), scope);
  const holds = truth(test);
  const ways = ['consequence', 'alternative'].map((way) => field(node, way));
  if (holds === undefined) return undecided(machine, { test, site: field(node, 'condition') ?? node }, ways, scope);
  const way = ways[holds ? 0 : 1];
  return way && execute(machine, [way], inner(scope));
}

interface Question {
  readonly test: Value;
  readonly site: Node;
}

/** Both ways are followed, and a gap says so where one of them does something. A way that only leaves is not taken. */
function undecided(
  machine: Machine,
  { test, site }: Question,
  ways: readonly (Node | undefined)[],
  scope: Scope,
): Completion | undefined {
  const tried = ways.map((way) => attempt(machine, way ? [way] : [], scope));
  const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
  if (tried.some(({ hasSent }) => hasSent)) addGap(machine, siteOf(machine, site), reason);
  else if (tried.some(({ completion }) => completion?.type === 'return')) {
    const about = reason.replace('this', 'what follows');
    machine.run.leaves.push({ site: siteOf(machine, site), reason: about, sent: machine.run.sent });
  }
  return tried.every(({ completion }) => completion) ? tried[0]?.completion : undefined;
}

function switchStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const subject = field(node, 'value') ?? node;
  const value = machine.evaluate(subject, scope);
  const sections = named(field(node, 'body')).filter(({ type }) => type === 'switch_section');
  const bodyOf = (from: number): Node[] => {
    const rest = sections
      .slice(from)
      .map((section) => named(section).filter(({ type }) => /_statement$|^block$/.test(type)));
    return rest.find((body) => body.length > 0) ?? [];
  };
  const ended = (from: number): Completion | undefined => {
    const completion = execute(machine, bodyOf(from), inner(scope));
    return completion?.type === 'break' ? undefined : completion;
  };
  for (const [at, section] of sections.entries()) {
    const patterns = named(section).filter(({ type }) => /_pattern$/.test(type));
    for (const pattern of patterns) {
      const is = fits(machine, pattern, value, scope);
      if (is === undefined) return undecided(machine, { test: value, site: subject }, sections.slice(at), scope);
      if (is) return ended(at);
    }
  }
  const fallback = sections.findIndex((section) => section.children.some(({ type }) => type === 'default'));
  return fallback < 0 ? undefined : ended(fallback);
}

function tryStatement(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const body = field(node, 'body');
  const completion = body && execute(machine, [body], scope);
  for (const clause of named(node)) {
    const own = field(clause, 'body') ?? ofType(clause, 'block');
    if (clause.type === 'finally_clause' && own) execute(machine, [own], scope);
    if (clause.type !== 'catch_clause' || !own) continue;
    const caught = inner(scope);
    const name = field(ofType(clause, 'catch_declaration') ?? clause, 'name');
    if (name) declare(machine, name, unknown(wordOf(machine, name)), caught);
    const reason = 'Whether this runs depends on an exception, which is known only at run time.';
    if (attempt(machine, [own], caught).hasSent) addGap(machine, siteOf(machine, clause), reason);
  }
  return completion;
}

/** `#if DEBUG`: no symbols are taken to be defined. */
function preprocessed(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const condition = field(node, 'condition');
  const isNegated = condition !== undefined && /^!/.test(wordOf(machine, condition));
  const other = field(node, 'alternative');
  const own = named(node).filter((part) => part !== condition && part !== other);
  if (isNegated) return execute(machine, own, scope);
  return other
    ? execute(
        machine,
        named(other).filter(({ field: of }) => of !== 'condition'),
        scope,
      )
    : undefined;
}
