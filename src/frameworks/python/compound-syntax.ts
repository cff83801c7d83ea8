// Python statements with blocks, to the nodes that the grammar makes of them.
import { argumentList, splatPattern, targets } from './bracket-syntax.ts';
import { defaulted, expression } from './expression-syntax.ts';
import { isBracketNext } from './import-syntax.ts';
import {
  as,
  type Draft,
  identifier,
  leave,
  made,
  need,
  type Scanner,
  skip,
  take,
  takeWord,
  tokenOf,
  wordEnd,
} from './scanner.ts';
import { endOfLine, expressions, isAtEnd, nextColumn, simpleLine, statements, typeAt } from './statement-syntax.ts';

/** A statement with a block; undefined where another stands there. */
export function compound(scanner: Scanner, indent: number): Draft | undefined {
  const { at: start, text } = scanner;
  if (text[start] === '@') return decorated(scanner, indent);
  const word = text.slice(start, wordEnd(scanner, start));
  if (!Object.hasOwn(compounds, word)) return undefined;
  scanner.at += word.length;
  return compounds[word]?.(scanner, indent, start);
}

type Compound = (scanner: Scanner, indent: number, start: number) => Draft;

const compounds: Readonly<Record<string, Compound>> = {
  class: (scanner, indent, start) => {
    const name = as('name', identifier(scanner));
    skip(scanner);
    const bases = scanner.text[scanner.at] === '(' ? [as('superclasses', argumentList(scanner))] : [];
    const body = as('body', block(scanner, indent));
    return made('class_definition', start, body.end, [name, ...bases, body]);
  },
  def: (scanner, indent, start) => {
    const name = as('name', identifier(scanner));
    const given = as('parameters', parameters(scanner));
    const result = take(scanner, '->') ? [as('return_type', typeAt(scanner))] : [];
    const body = as('body', block(scanner, indent));
    return made('function_definition', start, body.end, [name, given, ...result, body]);
  },
  if: (scanner, indent, start) => {
    const condition = as('condition', expression(scanner));
    const parts = [condition, as('consequence', block(scanner, indent))];
    for (;;) {
      const other = alternative(scanner, indent);
      if (!other) return made('if_statement', start, parts.at(-1)?.end ?? 0, parts);
      parts.push(other);
    }
  },
  for: (scanner, indent, start) => {
    const left = as('left', targets(scanner));
    if (!takeWord(scanner, 'in')) leave();
    const right = as('right', expressions(scanner));
    const body = as('body', block(scanner, indent));
    if (alternative(scanner, indent)) leave();
    return made('for_statement', start, body.end, [left, right, body]);
  },
  while: (scanner, indent, start) => {
    const condition = as('condition', expression(scanner));
    const body = as('body', block(scanner, indent));
    if (alternative(scanner, indent)) leave();
    return made('while_statement', start, body.end, [condition, body]);
  },
  try: (scanner, indent, start) => {
    const parts = [as('body', block(scanner, indent))];
    for (let next = handler(scanner, indent); next; next = handler(scanner, indent)) parts.push(next);
    if (parts.length === 1) leave();
    return made('try_statement', start, parts.at(-1)?.end ?? 0, parts);
  },
  with: (scanner, indent, start) => {
    const items = [withItem(scanner)];
    while (take(scanner, ',')) items.push(withItem(scanner));
    const [first, last] = [items[0], items.at(-1)];
    const clause = made('with_clause', first?.start ?? 0, last?.end ?? 0, items);
    const body = as('body', block(scanner, indent));
    return made('with_statement', start, body.end, [clause, body]);
  },
};

function withItem(scanner: Scanner): Draft {
  skip(scanner);
  if (scanner.text[scanner.at] === '(') leave();
  const value = as('value', named(scanner));
  return made('with_item', value.start, value.end, [value]);
}

/** `… as name` */
function named(scanner: Scanner): Draft {
  const value = expression(scanner);
  if (!takeWord(scanner, 'as')) return value;
  const name = identifier(scanner);
  const alias = as('alias', made('as_pattern_target', name.start, name.end, [name]));
  return made('as_pattern', value.start, alias.end, [value, alias]);
}

/** `except`, `else` or `finally` of that depth. */
function handler(scanner: Scanner, indent: number): Draft | undefined {
  const before = scanner.at;
  if (nextColumn(scanner) === indent) {
    const { at: start } = scanner;
    if (takeWord(scanner, 'except')) {
      skip(scanner);
      const caught = scanner.text[scanner.at] === ':' ? [] : [as('value', named(scanner))];
      const body = block(scanner, indent);
      return made('except_clause', start, body.end, [...caught, body]);
    }
    if (takeWord(scanner, 'finally')) {
      const body = block(scanner, indent);
      return made('finally_clause', start, body.end, [body]);
    }
    if (takeWord(scanner, 'else')) {
      const body = as('body', block(scanner, indent));
      return made('else_clause', start, body.end, [body]);
    }
  }
  scanner.at = before;
  return undefined;
}

/** `elif` or `else` of that depth. */
function alternative(scanner: Scanner, indent: number): Draft | undefined {
  const before = scanner.at;
  if (nextColumn(scanner) === indent) {
    const { at: start } = scanner;
    if (takeWord(scanner, 'elif')) {
      const condition = as('condition', expression(scanner));
      const body = as('consequence', block(scanner, indent));
      return as('alternative', made('elif_clause', start, body.end, [condition, body]));
    }
    if (takeWord(scanner, 'else')) {
      const body = as('body', block(scanner, indent));
      return as('alternative', made('else_clause', start, body.end, [body]));
    }
  }
  scanner.at = before;
  return undefined;
}

function block(scanner: Scanner, indent: number): Draft {
  need(scanner, ':');
  const inside: Draft[] = [];
  if (!isAtEnd(scanner)) simpleLine(scanner, inside);
  else {
    endOfLine(scanner);
    const before = scanner.at;
    const column = nextColumn(scanner);
    if (column <= indent) leave();
    scanner.at = before;
    inside.push(...statements(scanner, column));
  }
  const [first, last] = [inside[0], inside.at(-1)];
  return made('block', first?.start ?? 0, last?.end ?? 0, inside);
}

function decorated(scanner: Scanner, indent: number): Draft {
  const { at: start } = scanner;
  const parts: Draft[] = [];
  while (scanner.text[scanner.at] === '@') {
    const { at } = scanner;
    scanner.at += 1;
    const value = expression(scanner);
    parts.push(made('decorator', at, value.end, [tokenOf('@', null, at, at + 1), value]));
    endOfLine(scanner);
    if (nextColumn(scanner) !== indent) leave();
  }
  const definition = as('definition', compound(scanner, indent) ?? leave());
  if (!/^(?:class|function)_definition$/.test(definition.type)) leave();
  return made('decorated_definition', start, definition.end, [...parts, definition]);
}

function parameters(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start } = scanner;
  need(scanner, '(');
  scanner.brackets += 1;
  const all: Draft[] = [];
  while (!take(scanner, ')')) {
    all.push(parameter(scanner));
    if (!take(scanner, ',') && !isBracketNext(scanner)) leave();
  }
  scanner.brackets -= 1;
  return made('parameters', start, scanner.at, all);
}

function parameter(scanner: Scanner): Draft {
  const splat = splatPattern(scanner);
  if (splat) return splat;
  const name = identifier(scanner);
  const type = take(scanner, ':') ? typeAt(scanner) : undefined;
  const value = take(scanner, '=') ? expression(scanner) : undefined;
  if (!type) return value ? defaulted(name, value) : name;
  if (!value) return made('typed_parameter', name.start, type.end, [name, type]);
  return made('typed_default_parameter', name.start, value.end, [as('name', name), type, as('value', value)]);
}
