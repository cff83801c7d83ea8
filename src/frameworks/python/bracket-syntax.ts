// What stands in brackets in Python, to the nodes that the grammar makes of it: arguments, collections, comprehensions and subscripts.
import { expression, operand } from './expression-syntax.ts';
import {
  as,
  type Draft,
  identifier,
  isNext,
  leave,
  made,
  type Scanner,
  skip,
  take,
  takeWord,
  wordEnd,
} from './scanner.ts';

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
export function splatted(scanner: Scanner, isDouble: boolean): Draft | undefined {
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

export function parenthesized(scanner: Scanner): Draft {
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

export function listed(scanner: Scanner): Draft {
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

export function braced(scanner: Scanner): Draft {
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

export function subscript(scanner: Scanner, value: Draft): Draft {
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

/** `*args` and `**kwargs` as parameters. */
export function splatPattern(scanner: Scanner): Draft | undefined {
  const splat = splatted(scanner, true);
  if (!splat) return undefined;
  if (splat.children[0]?.type !== 'identifier') leave();
  splat.type = splat.type === 'list_splat' ? 'list_splat_pattern' : 'dictionary_splat_pattern';
  return splat;
}
