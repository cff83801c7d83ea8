// What Python's own functions, and the methods of strings, lists and dicts, do with values that are known.
import { slice } from './literals.ts';
import {
  bool,
  concat,
  type Dict,
  entry,
  holeText,
  key,
  knownText,
  type List,
  list,
  none,
  number,
  type Text,
  text,
  toText,
  type Value,
  whatOf,
} from './value.ts';

export interface Arguments {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** Undefined where the method is not known, or what it is given. */
export function callMethod(of: Value, name: string, given: Arguments): Value | undefined {
  if (of.kind === 'text') return textMethod(of, name, given);
  if (of.kind === 'list') return listMethod(of, name, given.args);
  if (of.kind === 'dict') return dictMethod(of, name, given.args);
  return undefined;
}

function textMethod(of: Text, name: string, given: Arguments): Value | undefined {
  const { args } = given;
  if (name === 'join') return joined(of, args[0]);
  if (name === 'format') return formatted(of, given);
  if (name === 'encode') return { ...of, bytes: true };
  const [first, second] = args.map(knownText);
  const whole = of.text;
  if (name === 'strip' && args.length === 0) {
    const start = whole.length - whole.trimStart().length;
    return slice(of, start, Math.max(start, whole.trimEnd().length));
  }
  if (of.hole !== undefined) return holeText(of.hole);
  switch (name) {
    case 'lstrip':
      return args.length === 0 ? slice(of, whole.length - whole.trimStart().length, whole.length) : undefined;
    case 'rstrip':
      return args.length === 0 ? slice(of, 0, whole.trimEnd().length) : undefined;
    case 'lower':
      return text(whole.toLowerCase());
    case 'upper':
      return text(whole.toUpperCase());
    case 'title':
      return text(whole.toLowerCase().replace(/(?<![a-z])[a-z]/gi, (letter) => letter.toUpperCase()));
    case 'capitalize':
      return text(whole.slice(0, 1).toUpperCase() + whole.slice(1).toLowerCase());
    case 'replace':
      return args.length === 2 && first !== undefined && second !== undefined
        ? text(whole.split(first).join(second))
        : undefined;
    case 'startswith':
      return first === undefined ? undefined : bool(whole.startsWith(first));
    case 'endswith':
      return first === undefined ? undefined : bool(whole.endsWith(first));
    case 'splitlines':
      return list(whole.split(/\r\n|\n/).map((line) => text(line)));
    case 'split':
      if (args.length === 0) return list((whole.match(/\S+/g) ?? []).map((word) => text(word)));
      return args.length === 1 && first ? list(whole.split(first).map((part) => text(part))) : undefined;
    default:
      return undefined;
  }
}

function joined(separator: Text, items: Value | undefined): Value | undefined {
  if (items?.kind !== 'list' || items.isOpen) return items && holeText(whatOf(items));
  return concat(items.items.flatMap((item, at) => (at === 0 ? [toText(item)] : [separator, toText(item)])));
}

/** `'{} {name} {0}'.format(…)`; a format after the colon is not followed. */
function formatted(of: Text, { args, keywords }: Arguments): Text {
  const parts: Text[] = [];
  let from = 0;
  let next = 0;
  for (const match of of.text.matchAll(/\{\{|\}\}|\{([^{}:!]*)(![rsa])?(:[^{}]*)?\}/g)) {
    parts.push(slice(of, from, match.index));
    from = match.index + match[0].length;
    const [whole, name = '', conversion, spec] = match;
    const value = name === '' ? args[next] : /^\d+$/.test(name) ? args[Number(name)] : keywords.get(name);
    if (whole === '{{' || whole === '}}') parts.push(text(whole.slice(1)));
    else parts.push(value && !conversion && !spec ? toText(value) : holeText(`the value of ${whole}`));
    if (whole !== '{{' && whole !== '}}' && name === '') next += 1;
  }
  return concat([...parts, slice(of, from, of.text.length)]);
}

/** `'%s %(name)s' % …`. */
export function percent(of: Text, right: Value): Text {
  const given = right.kind === 'list' && right.form === 'tuple' ? right.items : [right];
  const parts: Text[] = [];
  let from = 0;
  let next = 0;
  for (const match of of.text.matchAll(/%(?:\((\w+)\))?([a-z%])/gi)) {
    parts.push(slice(of, from, match.index));
    from = match.index + match[0].length;
    if (match[2] === '%') parts.push(text('%'));
    else {
      const value = match[1] === undefined ? given[next] : right.kind === 'dict' ? entry(right, match[1]) : undefined;
      parts.push(value && /[sdi]/.test(match[2] ?? '') ? toText(value) : holeText(`the value of ${match[0]}`));
      if (match[1] === undefined) next += 1;
    }
  }
  return concat([...parts, slice(of, from, of.text.length)]);
}

function listMethod(of: List, name: string, args: readonly Value[]): Value | undefined {
  const [first] = args;
  switch (name) {
    case 'append':
    case 'add':
      if (first) of.items.push(first);
      return none;
    case 'extend':
    case 'update':
      if (first?.kind === 'list') {
        of.items.push(...first.items);
        of.isOpen ||= first.isOpen;
      } else of.isOpen = true;
      return none;
    case 'copy':
      return list([...of.items], of.form, of.isOpen);
    case 'sort':
    case 'remove':
    case 'pop':
    case 'clear':
    case 'insert':
      of.isOpen = true;
      return undefined;
    default:
      return undefined;
  }
}

function dictMethod(of: Dict, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'items':
      return list(
        of.entries.map(([at, value]) => list([at, value], 'tuple')),
        'list',
        of.isOpen,
      );
    case 'keys':
      return list(
        of.entries.map(([at]) => at),
        'list',
        of.isOpen,
      );
    case 'values':
      return list(
        of.entries.map(([, value]) => value),
        'list',
        of.isOpen,
      );
    case 'copy':
      return { ...of, entries: [...of.entries] };
    case 'get': {
      const found = first && of.entries.findLast(([at]) => key(at) === key(first))?.[1];
      return found ?? (of.isOpen ? undefined : (second ?? none));
    }
    case 'update':
      if (first?.kind === 'dict' && !first.isOpen) of.entries.push(...first.entries);
      else of.isOpen = true;
      return none;
    default:
      of.isOpen = true;
      return undefined;
  }
}

const mostItems = 20_000;

type Builtin = (first: Value | undefined, given: Arguments) => Value | undefined;

/** The items of a list or the keys of a dict, where all are known. */
function allItems(value: Value | undefined): readonly Value[] | undefined {
  if (value?.kind === 'list' && !value.isOpen) return value.items;
  return value?.kind === 'dict' && !value.isOpen ? value.entries.map(([at]) => at) : undefined;
}

const collected =
  (form: List['form']): Builtin =>
  (first) => {
    if (first === undefined) return list([], form);
    const items = allItems(first);
    return items && list([...items], form);
  };

const builtins: Readonly<Record<string, Builtin>> = {
  str: (first) => (first ? toText(first) : text('')),
  int: (first) => {
    if (first?.kind === 'number') return number(Math.trunc(first.value));
    const digits = knownText(first)?.trim() ?? '';
    return /^-?\d{1,15}$/.test(digits) ? number(Number(digits)) : undefined;
  },
  isinstance: (first, { args }) => isInstance(first, args[1]),
  // What the code falls back on: nobody sets a variable that it does not need.
  'os.getenv': (_first, { args, keywords }) => args[1] ?? keywords.get('default'),
  'os.environ.get': (_first, { args, keywords }) => args[1] ?? keywords.get('default'),
  bool: (first) => (first?.kind === 'constant' ? bool(first.value === true) : undefined),
  len: (first) => {
    if (first?.kind === 'text') return first.hole === undefined ? number(first.text.length) : undefined;
    const items = allItems(first);
    return items && number(items.length);
  },
  list: collected('list'),
  tuple: collected('tuple'),
  set: collected('set'),
  frozenset: collected('set'),
  dict: (_first, { args, keywords }) =>
    args.length === 0
      ? { kind: 'dict', entries: [...keywords].map(([at, value]) => [text(at), value]), isOpen: false }
      : undefined,
  range: (_first, { args }) => rangeOf(args),
  enumerate: (first) => {
    const items = allItems(first);
    return items && list(items.map((item, at) => list([number(at), item], 'tuple')));
  },
  reversed: (first) => {
    const items = allItems(first);
    return items && list([...items].reverse());
  },
  sorted: (first, { keywords }) => {
    const names = allItems(first)?.map(knownText);
    if (!names || names.includes(undefined) || keywords.size > 0) return undefined;
    return list((names as string[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((each) => text(each)));
  },
  zip: (_first, { args }) => {
    const all = args.map(allItems);
    if (all.includes(undefined)) return undefined;
    const shortest = Math.min(...all.map((each) => each?.length ?? 0));
    return list(
      Array.from({ length: shortest }, (_, at) =>
        list(
          all.map((each) => each?.[at] ?? none),
          'tuple',
        ),
      ),
    );
  },
  'textwrap.dedent': (first) => (first?.kind === 'text' ? first : undefined),
  'inspect.cleandoc': (first) => (first?.kind === 'text' ? first : undefined),
  print: () => none,
  hasattr: (first) => (first?.kind === 'reference' ? bool(true) : undefined),
};

/** Python's built-in functions, and those of its library that only rearrange text. Undefined where not known. */
export const callBuiltin = (name: string, given: Arguments): Value | undefined =>
  Object.hasOwn(builtins, name) ? builtins[name]?.(given.args[0], given) : undefined;

const typeNames: Readonly<Partial<Record<Value['kind'], readonly string[]>>> = {
  text: ['str', 'bytes'],
  number: ['int', 'float'],
  list: ['list', 'tuple', 'set'],
  dict: ['dict'],
};

/** Of known data and Python's own types. */
function isInstance(value: Value | undefined, type: Value | undefined): Value | undefined {
  const names = value && (typeNames[value.kind] ?? (value.kind === 'constant' ? ['bool'] : undefined));
  const types = type?.kind === 'list' ? type.items : type ? [type] : [];
  const asked = types.map((each) => (each.kind === 'reference' ? each.path : undefined));
  if (!names || asked.some((name) => name === undefined || !/^[a-z]+$/.test(name))) return undefined;
  return bool(
    asked.some((name) => name === (value?.kind === 'list' ? value.form : name) && names.includes(name ?? '')),
  );
}

function rangeOf(args: readonly Value[]): Value | undefined {
  const numbers = args.map((arg) => (arg.kind === 'number' ? arg.value : Number.NaN));
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return undefined;
  const [start = 0, end = 0, by = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const count = Math.max(0, Math.ceil((end - start) / by));
  if (!Number.isFinite(count)) return undefined;
  const items = Array.from({ length: Math.min(count, mostItems) }, (_, at) => number(start + at * by));
  return list(items, 'list', count > mostItems);
}
