// Python's statements that hold others: `if`, `for`, `with`, `try`, functions, classes.
import { argumentsOf } from './brackets.ts';
import { expressions } from './expressions.ts';
import { accept, as, expect, type Node, nameOf, nested, nodeFrom, peek, type Reader, startOf, take } from './nodes.ts';
import { parametersOf, typeOf } from './parameters.ts';
import { NotPython } from './scan.ts';
import { line } from './statements.ts';
import { targetsOf } from './targets.ts';
import { withStatement } from './with.ts';

const compounds: Readonly<Record<string, (reader: Reader, start: number) => Node>> = {
  if: (reader, start) => nodeFrom(reader, 'if_statement', start, conditional(reader)),
  while: (reader, start) =>
    nodeFrom(reader, 'while_statement', start, [...condition(reader, 'body'), ...elseOf(reader)]),
  for: forStatement,
  with: (reader, start) => withStatement(reader, start, block),
  try: tryStatement,
  def: functionDefinition,
  class: classDefinition,
};

/** Every statement up to `end`. */
export function statements(reader: Reader, end: string): Node[] {
  const all: Node[] = [];
  while (peek(reader) !== end) {
    if (peek(reader) === 'newline') take(reader);
    else statement(reader, all);
  }
  return all;
}

function statement(reader: Reader, into: Node[]): void {
  const type = peek(reader);
  const start = startOf(reader);
  const own = compounds[type];
  if (own || type === 'async') into.push(nested(reader, (each) => compound(each, start)));
  else if (type === '@') into.push(decorated(reader));
  else if (type === 'identifier' && isMatch(reader)) into.push(matchStatement(reader));
  else line(reader, into);
}

function compound(reader: Reader, start: number): Node {
  accept(reader, 'async');
  const own = compounds[take(reader).type];
  if (!own) throw new NotPython(start);
  return own(reader, start);
}

/** What is below a colon, or on its line. */
export function block(reader: Reader, field = 'body'): Node {
  expect(reader, ':');
  const children: Node[] = [];
  const start = startOf(reader);
  if (accept(reader, 'newline')) {
    expect(reader, 'indent');
    children.push(...statements(reader, 'dedent'));
    take(reader);
  } else line(reader, children);
  return as(field, nodeFrom(reader, 'block', children[0]?.start ?? start, children));
}

const condition = (reader: Reader, field: string): Node[] => [
  as('condition', reader.expression(reader)),
  block(reader, field),
];

function conditional(reader: Reader): Node[] {
  const parts = condition(reader, 'consequence');
  while (peek(reader) === 'elif') {
    const { start } = take(reader);
    parts.push(as('alternative', nodeFrom(reader, 'elif_clause', start, condition(reader, 'consequence'))));
  }
  return [...parts, ...elseOf(reader)];
}

function elseOf(reader: Reader): Node[] {
  if (peek(reader) !== 'else') return [];
  const { start } = take(reader);
  return [as('alternative', nodeFrom(reader, 'else_clause', start, [block(reader)]))];
}

function forStatement(reader: Reader, start: number): Node {
  const left = as('left', targetsOf(reader));
  expect(reader, 'in');
  const from = startOf(reader);
  const { items, isList } = expressions(reader);
  const right = isList ? nodeFrom(reader, 'expression_list', from, items) : (items[0] as Node);
  return nodeFrom(reader, 'for_statement', start, [left, as('right', right), block(reader), ...elseOf(reader)]);
}

function tryStatement(reader: Reader, start: number): Node {
  const parts = [block(reader)];
  for (let type = peek(reader); type === 'except' || type === 'finally' || type === 'else'; type = peek(reader))
    parts.push(type === 'except' ? exceptClause(reader) : clause(reader, type));
  return nodeFrom(reader, 'try_statement', start, parts);
}

function clause(reader: Reader, type: string): Node {
  const { start } = take(reader);
  return nodeFrom(reader, `${type}_clause`, start, [block(reader)]);
}

function exceptClause(reader: Reader): Node {
  const { start } = take(reader);
  accept(reader, '*');
  const what: Node[] = peek(reader) === ':' ? [] : expressions(reader).items;
  if (accept(reader, 'as')) what.push(nameOf(reader));
  return nodeFrom(reader, 'except_clause', start, [...what, block(reader)]);
}

function functionDefinition(reader: Reader, start: number): Node {
  const name = as('name', nameOf(reader));
  brackets(reader);
  const from = expect(reader, '(').start;
  const inner = parametersOf(reader, 'parameters', ')');
  expect(reader, ')');
  const parameters = as('parameters', nodeFrom(reader, 'parameters', from, inner.children));
  const result = typeOf(reader, '->');
  const head = result ? [name, parameters, as('return_type', result)] : [name, parameters];
  return nodeFrom(reader, 'function_definition', start, [...head, block(reader)]);
}

/** Type parameters, of which nobody asks. */
function brackets(reader: Reader): void {
  if (peek(reader) !== '[') return;
  for (let open = 0; ; ) {
    const { type, start } = take(reader);
    if (type === 'end') throw new NotPython(start);
    open += type === '[' ? 1 : type === ']' ? -1 : 0;
    if (open === 0) return;
  }
}

function classDefinition(reader: Reader, start: number): Node {
  const name = as('name', nameOf(reader));
  brackets(reader);
  const bases = peek(reader) === '(' ? [as('superclasses', argumentsOf(reader))] : [];
  return nodeFrom(reader, 'class_definition', start, [name, ...bases, block(reader)]);
}

function decorated(reader: Reader): Node {
  const start = startOf(reader);
  const decorators: Node[] = [];
  while (peek(reader) === '@') {
    const { start: from } = take(reader);
    decorators.push(nodeFrom(reader, 'decorator', from, [reader.expression(reader)]));
    expect(reader, 'newline');
  }
  const at = startOf(reader);
  const definition = as(
    'definition',
    nested(reader, (each) => compound(each, at)),
  );
  return nodeFrom(reader, 'decorated_definition', start, [...decorators, definition]);
}

/** `match` is a word like others, but where a line of it ends with a colon. */
function isMatch({ tokens, at, text }: Reader): boolean {
  const { start, end } = tokens[at] ?? { start: 0, end: 0 };
  if (text.slice(start, end) !== 'match' || /^(?:[=.,:)]|newline)$/.test(tokens[at + 1]?.type ?? '')) return false;
  let last = at;
  while (!/^(?:newline|end)$/.test(tokens[last]?.type ?? 'end')) last += 1;
  return tokens[last - 1]?.type === ':' && tokens[last + 1]?.type === 'indent';
}

function matchStatement(reader: Reader): Node {
  const { start } = take(reader);
  const { items } = expressions(reader);
  expect(reader, ':');
  expect(reader, 'newline');
  expect(reader, 'indent');
  const cases: Node[] = [];
  while (peek(reader) !== 'dedent') cases.push(caseClause(reader));
  take(reader);
  return nodeFrom(reader, 'match_statement', start, [...items.map((item) => as('subject', item)), ...cases]);
}

/** Its pattern is passed over: a way that may be taken. */
function caseClause(reader: Reader): Node {
  const { start } = expect(reader, 'identifier');
  for (let open = 0; open > 0 || peek(reader) !== ':'; ) {
    const { type } = take(reader);
    if (type === 'newline' || type === 'end') throw new NotPython(start);
    open += /^[([{]$/.test(type) ? 1 : /^[)\]}]$/.test(type) ? -1 : 0;
  }
  return as('alternative', nodeFrom(reader, 'case_clause', start, [block(reader, 'consequence')]));
}
