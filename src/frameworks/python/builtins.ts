// What Python's own functions do with values that are known.
import type { Arguments } from './methods.ts';
import { toText } from './texts.ts';
import { bool, knownText, type List, list, none, number, text, type Value } from './value.ts';

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
