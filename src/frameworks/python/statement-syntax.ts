// Python statements to the nodes that the grammar makes of them, but for tokens that nobody asks for. What is rare, and what may be an
// error, is left to the grammar.
import { compound } from './compound-syntax.ts';
import { expression } from './expression-syntax.ts';
import { importFrom, importStatement } from './import-syntax.ts';
import {
  as,
  type Draft,
  isNext,
  LeftToGrammar,
  leave,
  made,
  overComment,
  type Scanner,
  skip,
  take,
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
export function statements(scanner: Scanner, indent: number): Draft[] {
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
export function nextColumn(scanner: Scanner): number {
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

export function simpleLine(scanner: Scanner, into: Draft[]): void {
  do {
    into.push(simple(scanner));
    skip(scanner);
  } while (take(scanner, ';') && !isAtEnd(scanner));
  endOfLine(scanner);
}

export function isAtEnd(scanner: Scanner): boolean {
  skip(scanner);
  const code = scanner.text.charCodeAt(scanner.at);
  return code === 10 || code === 13 || code === 35 || Number.isNaN(code);
}

export function endOfLine(scanner: Scanner): void {
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
export function expressions(scanner: Scanner): Draft {
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

function assigned(scanner: Scanner, isValue = false): Draft {
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
  if (sign === undefined) return left.type === 'expression_list' && !isValue ? leave() : left;
  scanner.at += sign.length;
  const right = as('right', expressions(scanner));
  const operator = tokenOf(sign, 'operator', at, at + sign.length);
  return made('augmented_assignment', left.start, right.end, [as('left', pattern(left)), operator, right]);
}

function assignment(scanner: Scanner, left: Draft, type: Draft | undefined): Draft {
  scanner.at += 1;
  const right = as('right', assigned(scanner, true));
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

export function typeAt(scanner: Scanner): Draft {
  const inner = expression(scanner);
  // The grammar has other nodes for these, into which nobody looks.
  const isOther = /^(?:subscript|binary_operator)$/.test(inner.type);
  return as('type', made('type', inner.start, inner.end, isOther ? [] : [inner]));
}
