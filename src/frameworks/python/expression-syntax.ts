// Python expressions to the nodes that the grammar makes of them, but for tokens that nobody asks for. What is rare is left to it.
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

/** `*args` and `**kwargs` as parameters. */
export function splatPattern(scanner: Scanner): Draft | undefined {
  const splat = splatted(scanner, true);
  if (!splat) return undefined;
  if (splat.children[0]?.type !== 'identifier') leave();
  splat.type = splat.type === 'list_splat' ? 'list_splat_pattern' : 'dictionary_splat_pattern';
  return splat;
}

export const defaulted = (name: Draft, value: Draft): Draft =>
  made('default_parameter', name.start, value.end, [as('name', name), as('value', value)]);

const comparing = 4;

function operand(scanner: Scanner, least: number): Draft {
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

/** From one bracket to the other. */
function enclosed(scanner: Scanner, close: string, item: (at: number) => Draft): Draft[] {
  const items: Draft[] = [];
  scanner.at += 1;
  scanner.brackets += 1;
  let hasComma = false;
  while (!take(scanner, close)) {
    if (items.length > 0 && !hasComma) leave();
    items.push(item(items.length));
    hasComma = take(scanner, ',');
  }
  scanner.hasComma = hasComma;
  scanner.brackets -= 1;
  return items;
}

export function argumentList(scanner: Scanner): Draft {
  const { at: start } = scanner;
  let clauses: Draft[] = [];
  const items = enclosed(scanner, ')', (at) => {
    const item = argument(scanner);
    if (at === 0 && isNext(scanner, 'for')) clauses = clausesAt(scanner);
    return item;
  });
  const [only] = items;
  if (clauses.length === 0 || !only) return made('argument_list', start, scanner.at, items);
  if (items.length > 1 || only.type === 'keyword_argument' || scanner.hasComma) leave();
  return made('generator_expression', start, scanner.at, [as('body', only), ...clauses]);
}

function argument(scanner: Scanner): Draft {
  const splat = splatted(scanner, true);
  if (splat) return splat;
  const { at: start, text } = scanner;
  const end = wordEnd(scanner, start);
  if (end > start) {
    scanner.at = end;
    skip(scanner);
    const isNamed = text.charCodeAt(scanner.at) === 61 && text.charCodeAt(scanner.at + 1) !== 61;
    const equals = scanner.at;
    scanner.at = start;
    if (isNamed) {
      const name = as('name', identifier(scanner));
      scanner.at = equals + 1;
      const value = as('value', expression(scanner));
      return made('keyword_argument', start, value.end, [name, value]);
    }
  }
  return expression(scanner);
}

/** `*a`, and `**a` where that may stand. */
function splatted(scanner: Scanner, isDouble: boolean): Draft | undefined {
  skip(scanner);
  const { at: start, text } = scanner;
  if (text.charCodeAt(start) !== 42) return undefined;
  const stars = text.charCodeAt(start + 1) === 42 ? 2 : 1;
  if (stars === 2 && !isDouble) leave();
  scanner.at += stars;
  const value = stars === 2 ? operand(scanner, 5) : expression(scanner);
  return made(stars === 2 ? 'dictionary_splat' : 'list_splat', start, value.end, [value]);
}

const itemOf = (scanner: Scanner): Draft => splatted(scanner, false) ?? expression(scanner);

function parenthesized(scanner: Scanner): Draft {
  const { at: start } = scanner;
  let clauses: Draft[] = [];
  const items = enclosed(scanner, ')', (at) => {
    const item = itemOf(scanner);
    if (at === 0 && isNext(scanner, 'for')) clauses = clausesAt(scanner);
    return item;
  });
  const [only] = items;
  if (!only || items.length > 1) return made('tuple', start, scanner.at, items);
  if (clauses.length > 0) return made('generator_expression', start, scanner.at, [as('body', only), ...clauses]);
  const isTuple = scanner.hasComma;
  if (!isTuple && only.type === 'list_splat') leave();
  return made(isTuple ? 'tuple' : 'parenthesized_expression', start, scanner.at, [only]);
}

function listed(scanner: Scanner): Draft {
  const { at: start } = scanner;
  let clauses: Draft[] = [];
  const items = enclosed(scanner, ']', (at) => {
    const item = itemOf(scanner);
    if (at === 0 && isNext(scanner, 'for')) clauses = clausesAt(scanner);
    return item;
  });
  const [body] = items;
  return clauses.length > 0 && body
    ? made('list_comprehension', start, scanner.at, [as('body', body), ...clauses])
    : made('list', start, scanner.at, items);
}

function braced(scanner: Scanner): Draft {
  const { at: start } = scanner;
  let clauses: Draft[] = [];
  let isDictionary = false;
  const items = enclosed(scanner, '}', (at) => {
    const item = splatted(scanner, true) ?? pairOrItem(scanner);
    isDictionary ||= item.type === 'pair' || item.type === 'dictionary_splat';
    if (at === 0 && isNext(scanner, 'for')) clauses = clausesAt(scanner);
    return item;
  });
  const kind = isDictionary || items.length === 0 ? 'dictionary' : 'set';
  const [body] = items;
  return clauses.length > 0 && body
    ? made(`${kind}_comprehension`, start, scanner.at, [as('body', body), ...clauses])
    : made(kind, start, scanner.at, items);
}

function pairOrItem(scanner: Scanner): Draft {
  const key = expression(scanner);
  if (!take(scanner, ':')) return key;
  const value = as('value', expression(scanner));
  return made('pair', key.start, value.end, [as('key', key), value]);
}

/** `for … in …` and `if …` of a comprehension. */
function clausesAt(scanner: Scanner): Draft[] {
  const clauses: Draft[] = [];
  for (;;) {
    skip(scanner);
    const { at: start } = scanner;
    if (takeWord(scanner, 'for')) {
      const left = as('left', targets(scanner));
      if (!takeWord(scanner, 'in')) leave();
      const right = as('right', operand(scanner, 1));
      clauses.push(made('for_in_clause', start, right.end, [left, right]));
    } else if (takeWord(scanner, 'if')) {
      const test = operand(scanner, 1);
      clauses.push(made('if_clause', start, test.end, [test]));
    } else return clauses;
  }
}

/** What a loop binds: names, alone or in a list. */
export function targets(scanner: Scanner): Draft {
  const names = [target(scanner)];
  const { start } = names[0] ?? leave();
  while (take(scanner, ',')) names.push(target(scanner));
  return names.length === 1 ? (names[0] ?? leave()) : made('pattern_list', start, names.at(-1)?.end ?? 0, names);
}

function target(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start, text } = scanner;
  if (text[start] !== '(') return identifier(scanner);
  const names = enclosed(scanner, ')', () => target(scanner));
  if (names.length < 2) leave();
  return made('tuple_pattern', start, scanner.at, names);
}

function subscript(scanner: Scanner, value: Draft): Draft {
  const items = enclosed(scanner, ']', () => as('subscript', sliceOrItem(scanner)));
  if (items.length === 0) leave();
  return made('subscript', value.start, scanner.at, [as('value', value), ...items]);
}

function sliceOrItem(scanner: Scanner): Draft {
  skip(scanner);
  const { at: start } = scanner;
  const parts: Draft[] = [];
  let colons = 0;
  for (;;) {
    if (take(scanner, ':')) colons += 1;
    const next = scanner.text[scanner.at] ?? '';
    if (next === ']' || next === ',') break;
    if (next !== ':') parts.push(expression(scanner));
    skip(scanner);
    if (scanner.text[scanner.at] !== ':') break;
  }
  const [only] = parts;
  if (colons === 0) return only ?? leave();
  return made('slice', start, lastEnd(scanner), parts);
}

/** Where what was passed last ends. */
function lastEnd({ text, at }: Scanner): number {
  let end = at;
  while (/\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}
