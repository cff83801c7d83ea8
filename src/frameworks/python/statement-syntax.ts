// Python statements to the nodes that the grammar makes of them, but for tokens that nobody asks for. What is rare, and what may be an
// error, is left to the grammar.
import { argumentList, defaulted, expression, splatPattern, targets } from './expression-syntax.ts';
import {
  as,
  type Draft,
  identifier,
  isNext,
  LeftToGrammar,
  leave,
  made,
  need,
  overComment,
  type Scanner,
  skip,
  take,
  takeWord,
  tokenOf,
  wordEnd,
} from './scanner.ts';

/** What is longer may be anything. */
const longest = 500_000;

/** The module's node; undefined for what the grammar has to read. */
export function parseQuickly(text: string): Draft | undefined {
  if (text.length > longest) return undefined;
  const scanner: Scanner = { text, at: 0, brackets: 0, depth: 0, hasComma: false };
  try {
    const children = statements(scanner, 0);
    if (scanner.at < text.length) return undefined;
    return made('module', children[0]?.start ?? 0, text.length, children);
  } catch (error) {
    if (error instanceof LeftToGrammar || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Those that are indented so far; -1 where none follows. */
function statements(scanner: Scanner, indent: number): Draft[] {
  const found: Draft[] = [];
  for (;;) {
    const before = scanner.at;
    const column = nextColumn(scanner);
    if (column < indent) {
      scanner.at = column < 0 ? scanner.at : before;
      return found;
    }
    if (column > indent) leave();
    const known = compound(scanner, indent);
    if (known) found.push(known);
    else simpleLine(scanner, found);
  }
}

/** Of the next line that holds something, where it stands then at its first sign; else at the line's beginning. */
function nextColumn(scanner: Scanner): number {
  const { text } = scanner;
  for (let at = scanner.at; ; ) {
    const start = at;
    while (text.charCodeAt(at) === 32) at += 1;
    const code = text.charCodeAt(at);
    if (code === 9 || code === 12) leave();
    if (Number.isNaN(code)) {
      scanner.at = at;
      return -1;
    }
    if (code === 10) at += 1;
    else if (code === 13) at += 1;
    else if (code === 35) {
      scanner.at = at;
      overComment(scanner);
      at = scanner.at;
    } else {
      scanner.at = at;
      return at - start;
    }
  }
}

function simpleLine(scanner: Scanner, into: Draft[]): void {
  do {
    into.push(simple(scanner));
    skip(scanner);
  } while (take(scanner, ';') && !isAtEnd(scanner));
  endOfLine(scanner);
}

function isAtEnd(scanner: Scanner): boolean {
  skip(scanner);
  const code = scanner.text.charCodeAt(scanner.at);
  return code === 10 || code === 13 || code === 35 || Number.isNaN(code);
}

function endOfLine(scanner: Scanner): void {
  if (!isAtEnd(scanner)) leave();
  const end = scanner.text.indexOf('\n', scanner.at);
  scanner.at = end < 0 ? scanner.text.length : end + 1;
}

const words: Readonly<Record<string, string>> = {
  pass: 'pass_statement',
  break: 'break_statement',
  continue: 'continue_statement',
};

/** Words that may begin a statement of their own. */
const leftWords = /^(?:match|type|print|exec)$/;

function simple(scanner: Scanner): Draft {
  const { at: start, text } = scanner;
  const word = text.slice(start, wordEnd(scanner, start));
  const alone = words[word];
  if (alone !== undefined) {
    scanner.at += word.length;
    return made(alone, start, scanner.at);
  }
  if (leftWords.test(word) && text[start + word.length] !== '(') leave();
  if (word === 'import') return importStatement(scanner);
  if (word === 'from') return importFrom(scanner);
  const own = withValue[word];
  const whole = own === undefined ? assigned(scanner) : valued(scanner, own, word.length);
  return own === undefined || own === 'yield' ? made('expression_statement', start, whole.end, [whole]) : whole;
}

const withValue: Readonly<Record<string, string>> = {
  return: 'return_statement',
  raise: 'raise_statement',
  del: 'delete_statement',
  yield: 'yield',
};

function valued(scanner: Scanner, type: string, length: number): Draft {
  const { at: start, text } = scanner;
  scanner.at += length;
  const value = isAtEnd(scanner) || text[scanner.at] === ';' ? undefined : expressions(scanner);
  if (isNext(scanner, 'from') || text[scanner.at] === '=') leave();
  return made(type, start, value?.end ?? scanner.at, value ? [value] : undefined);
}

/** One, or a list of several without brackets. */
function expressions(scanner: Scanner): Draft {
  const items = [expression(scanner)];
  const { start } = items[0] ?? leave();
  let end = items[0]?.end ?? start;
  let isList = false;
  while (take(scanner, ',')) {
    isList = true;
    end = scanner.at;
    if (isAtEnd(scanner) || /[=;]/.test(scanner.text[scanner.at] ?? '')) break;
    const item = expression(scanner);
    items.push(item);
    end = item.end;
  }
  return isList ? made('expression_list', start, end, items) : (items[0] ?? leave());
}

const augmenting = /(?:\*\*|\/\/|>>|<<|[-+*/%@&|^])=/y;

function assigned(scanner: Scanner): Draft {
  const left = expressions(scanner);
  skip(scanner);
  const { text, at } = scanner;
  const code = text.charCodeAt(at);
  if (code === 61 && text.charCodeAt(at + 1) !== 61) return assignment(scanner, left, undefined);
  if (code === 58) {
    scanner.at += 1;
    const type = typeAt(scanner);
    skip(scanner);
    if (text[scanner.at] === '=') return assignment(scanner, left, type);
    return made('assignment', left.start, type.end, [as('left', pattern(left)), type]);
  }
  augmenting.lastIndex = at;
  const sign = augmenting.exec(text)?.[0];
  // The grammar has the items of a list without brackets as statements.
  if (sign === undefined) return left.type === 'expression_list' ? leave() : left;
  scanner.at += sign.length;
  const right = as('right', expressions(scanner));
  const operator = tokenOf(sign, 'operator', at, at + sign.length);
  return made('augmented_assignment', left.start, right.end, [as('left', pattern(left)), operator, right]);
}

function assignment(scanner: Scanner, left: Draft, type: Draft | undefined): Draft {
  scanner.at += 1;
  const right = as('right', assigned(scanner));
  if (right.type === 'augmented_assignment') leave();
  return made('assignment', left.start, right.end, [as('left', pattern(left)), ...(type ? [type] : []), right]);
}

const patterns: Readonly<Record<string, string>> = {
  expression_list: 'pattern_list',
  tuple: 'tuple_pattern',
  list: 'list_pattern',
};

/** What is bound, which has been read as an expression. */
function pattern(node: Draft): Draft {
  const type = patterns[node.type];
  if (type === undefined) return /^(?:identifier|attribute|subscript)$/.test(node.type) ? node : leave();
  for (const child of node.children) pattern(child);
  node.type = type;
  return node;
}

function typeAt(scanner: Scanner): Draft {
  const inner = expression(scanner);
  // The grammar has other nodes for these, into which nobody looks.
  const isOther = /^(?:subscript|binary_operator)$/.test(inner.type);
  return as('type', made('type', inner.start, inner.end, isOther ? [] : [inner]));
}

function dottedName(scanner: Scanner): Draft {
  const parts = [identifier(scanner)];
  while (take(scanner, '.')) parts.push(identifier(scanner));
  const [first, last] = [parts[0], parts.at(-1)];
  return made('dotted_name', first?.start ?? 0, last?.end ?? 0, parts);
}

function importedName(scanner: Scanner): Draft {
  const name = as('name', dottedName(scanner));
  if (!takeWord(scanner, 'as')) return name;
  const alias = as('alias', identifier(scanner));
  return as('name', made('aliased_import', name.start, alias.end, [name, alias]));
}

function importStatement(scanner: Scanner): Draft {
  const { at: start } = scanner;
  scanner.at += 'import'.length;
  const names = [importedName(scanner)];
  while (take(scanner, ',')) names.push(importedName(scanner));
  return made('import_statement', start, names.at(-1)?.end ?? 0, names);
}

function importFrom(scanner: Scanner): Draft {
  const { at: start } = scanner;
  scanner.at += 'from'.length;
  const module = as('module_name', moduleName(scanner));
  if (!takeWord(scanner, 'import')) leave();
  const isFuture = scanner.text.slice(module.start, module.end) === '__future__';
  skip(scanner);
  if (take(scanner, '*')) {
    const star = made('wildcard_import', scanner.at - 1, scanner.at);
    return made('import_from_statement', start, scanner.at, [module, star]);
  }
  const isBracketed = take(scanner, '(');
  if (isBracketed) scanner.brackets += 1;
  const names = [importedName(scanner)];
  while (take(scanner, ',') && !(isBracketed && isBracketNext(scanner))) names.push(importedName(scanner));
  let end = names.at(-1)?.end ?? 0;
  if (isBracketed) {
    need(scanner, ')');
    scanner.brackets -= 1;
    end = scanner.at;
  }
  return isFuture
    ? made('future_import_statement', start, end, names)
    : made('import_from_statement', start, end, [module, ...names]);
}

function isBracketNext(scanner: Scanner): boolean {
  skip(scanner);
  return scanner.text[scanner.at] === ')';
}

function moduleName(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start, text } = scanner;
  while (text[scanner.at] === '.') scanner.at += 1;
  if (scanner.at === start) return dottedName(scanner);
  const prefix = made('import_prefix', start, scanner.at);
  if (isNext(scanner, 'import')) return made('relative_import', start, prefix.end, [prefix]);
  const name = dottedName(scanner);
  return made('relative_import', start, name.end, [prefix, name]);
}

/** A statement with a block; undefined where another stands there. */
function compound(scanner: Scanner, indent: number): Draft | undefined {
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
