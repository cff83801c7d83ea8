// Python expressions to the nodes that the grammar makes of them, but for tokens that nobody asks for. What is rare is left to it.
import { argumentList, braced, listed, parenthesized, splatPattern, subscript } from './bracket-syntax.ts';
import {
  as,
  type Draft,
  identifier,
  isNext,
  isWordPart,
  leave,
  made,
  need,
  numberAt,
  type Scanner,
  skip,
  stringAt,
  take,
  takeWord,
  tokenOf,
  wordEnd,
} from './scanner.ts';

const deepest = 100;

export function expression(scanner: Scanner): Draft {
  scanner.depth += 1;
  if (scanner.depth > deepest) leave();
  const whole = isNext(scanner, 'lambda') ? lambda(scanner) : conditional(scanner);
  scanner.depth -= 1;
  return whole;
}

function conditional(scanner: Scanner): Draft {
  const yes = operand(scanner, 1);
  if (!takeWord(scanner, 'if')) return yes;
  const test = operand(scanner, 1);
  if (!takeWord(scanner, 'else')) leave();
  const no = expression(scanner);
  return made('conditional_expression', yes.start, no.end, [yes, test, no]);
}

function lambda(scanner: Scanner): Draft {
  const { at: start } = scanner;
  scanner.at += 'lambda'.length;
  const parts = [];
  while (!take(scanner, ':')) {
    const name = splatPattern(scanner) ?? identifier(scanner);
    parts.push(take(scanner, '=') ? defaulted(name, expression(scanner)) : name);
    if (!take(scanner, ',') && scanner.text[scanner.at] !== ':') leave();
  }
  const [first, last] = [parts[0], parts.at(-1)];
  const parameters = first && last && as('parameters', made('lambda_parameters', first.start, last.end, parts));
  const body = as('body', expression(scanner));
  return made('lambda', start, body.end, parameters ? [parameters, body] : [body]);
}

export const defaulted = (name: Draft, value: Draft): Draft =>
  made('default_parameter', name.start, value.end, [as('name', name), as('value', value)]);

const comparing = 4;

export function operand(scanner: Scanner, least: number): Draft {
  let left = isNext(scanner, 'not') ? negation(scanner, least) : unary(scanner);
  for (;;) {
    const operator = operatorAt(scanner);
    const level = operator === '' ? 0 : (levels[operator] ?? 0);
    if (level < least || level === 0) return left;
    left = level === comparing ? comparison(scanner, left, operator) : binary(scanner, left, operator, level);
  }
}

function negation(scanner: Scanner, least: number): Draft {
  const { at: start } = scanner;
  if (least > 3) leave();
  scanner.at += 'not'.length;
  const argument = as('argument', operand(scanner, 3));
  return made('not_operator', start, argument.end, [argument]);
}

const levels: Readonly<Record<string, number>> = {
  ...{ or: 1, and: 2, in: 4, 'not in': 4, is: 4, 'is not': 4, '==': 4, '!=': 4, '<': 4, '<=': 4, '>': 4, '>=': 4 },
  ...{ '|': 5, '^': 6, '&': 7, '<<': 8, '>>': 8, '+': 9, '-': 9, '*': 10, '/': 10, '//': 10, '%': 10, '@': 10 },
};

const signs = /or\b|and\b|in\b|is(?:\s+not)?\b|not\s+in\b|[=!]=|<[<=]?|>[>=]?|\/\/?|[-|^&+*%@]/y;

/** '' where none stands next; with `=` behind it is an assignment. */
function operatorAt(scanner: Scanner): string {
  skip(scanner);
  const { text, at } = scanner;
  const code = text.charCodeAt(at);
  if (code === 41 || code === 44 || code === 10 || code === 93 || code === 58 || code === 125) return '';
  signs.lastIndex = at;
  const found = signs.exec(text)?.[0];
  if (found === undefined) return '';
  const next = text.charCodeAt(at + found.length);
  if (next === 61 && !/[=!<>]=?$/.test(found)) return '';
  if (next === 61 && /^(?:<<|>>)$/.test(found)) return '';
  if (found === '*' && next === 42) return '';
  if (found === '<' && next === 62) leave();
  return found.replace(/\s+/, ' ');
}

function passed(scanner: Scanner, operator: string, field: string): Draft {
  const { at: start, text } = scanner;
  if (operator.includes(' ')) {
    signs.lastIndex = start;
    scanner.at += signs.exec(text)?.[0].length ?? 0;
  } else scanner.at += operator.length;
  return tokenOf(operator, field, start, scanner.at);
}

function comparison(scanner: Scanner, left: Draft, first: string): Draft {
  const children = [left];
  for (let operator = first; levels[operator] === comparing; operator = operatorAt(scanner))
    children.push(passed(scanner, operator, 'operators'), operand(scanner, comparing + 1));
  return made('comparison_operator', left.start, children.at(-1)?.end ?? 0, children);
}

function binary(scanner: Scanner, left: Draft, operator: string, level: number): Draft {
  const sign = passed(scanner, operator, 'operator');
  const right = as('right', operand(scanner, level + 1));
  const type = level < 3 ? 'boolean_operator' : 'binary_operator';
  return made(type, left.start, right.end, [as('left', left), sign, right]);
}

function unary(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start, text } = scanner;
  const sign = text[start] ?? '';
  if (sign !== '-' && sign !== '+' && sign !== '~') return power(scanner);
  scanner.at += 1;
  const argument = as('argument', unary(scanner));
  return made('unary_operator', start, argument.end, [tokenOf(sign, 'operator', start, start + 1), argument]);
}

function power(scanner: Scanner): Draft {
  const base = primary(scanner);
  skip(scanner);
  const { at, text } = scanner;
  if (!text.startsWith('**', at) || text[at + 2] === '=') return base;
  scanner.at += 2;
  const right = as('right', unary(scanner));
  const sign = tokenOf('**', 'operator', at, at + 2);
  return made('binary_operator', base.start, right.end, [as('left', base), sign, right]);
}

function primary(scanner: Scanner): Draft {
  let whole = atom(scanner);
  for (;;) {
    skip(scanner);
    const code = scanner.text.charCodeAt(scanner.at);
    if (code === 46) {
      scanner.at += 1;
      const name = as('attribute', identifier(scanner));
      whole = made('attribute', whole.start, name.end, [as('object', whole), name]);
    } else if (code === 40) {
      const given = as('arguments', argumentList(scanner));
      whole = made('call', whole.start, given.end, [as('function', whole), given]);
    } else if (code === 91) whole = subscript(scanner, whole);
    else return whole;
  }
}

const constants: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'none' };

function atom(scanner: Scanner): Draft {
  const { text, at } = scanner;
  const code = text.charCodeAt(at);
  if (code === 34 || code === 39) return strings(scanner, at);
  if (code === 40) return parenthesized(scanner);
  if (code === 91) return listed(scanner);
  if (code === 123) return braced(scanner);
  if ((code >= 48 && code <= 57) || (code === 46 && /\d/.test(text[at + 1] ?? ''))) return numberAt(scanner);
  if (code === 46 && text.startsWith('...', at)) {
    scanner.at += 3;
    return made('ellipsis', at, at + 3);
  }
  const end = wordEnd(scanner, at);
  const next = text.charCodeAt(end);
  if (end - at <= 2 && end > at && (next === 34 || next === 39)) return strings(scanner, end);
  const constant = code === 84 || code === 70 || code === 78 ? constants[text.slice(at, end)] : undefined;
  if (constant === undefined) return identifier(scanner);
  scanner.at = end;
  return made(constant, at, end);
}

/** One, or several that stand behind each other. */
function strings(scanner: Scanner, open: number): Draft {
  const first = stringAt(scanner, open, () => interpolation(scanner));
  let all: Draft[] | undefined;
  for (;;) {
    skip(scanner);
    const { text, at } = scanner;
    const quote = isWordPart(text.charCodeAt(at)) ? wordEnd(scanner, at) : at;
    const code = quote - at > 2 ? 0 : text.charCodeAt(quote);
    if (code !== 34 && code !== 39) break;
    all ??= [first];
    all.push(stringAt(scanner, quote, () => interpolation(scanner)));
  }
  return all ? made('concatenated_string', first.start, all.at(-1)?.end ?? 0, all) : first;
}

/** Without conversions and formats. */
function interpolation(scanner: Scanner): Draft {
  const { at: start, brackets } = scanner;
  scanner.at += 1;
  scanner.brackets += 1;
  const value = as('expression', expression(scanner));
  need(scanner, '}');
  scanner.brackets = brackets;
  return made('interpolation', start, scanner.at, [value]);
}
