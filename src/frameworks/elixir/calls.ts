// Calls by name: of the library that reads the code, of the module itself, and of what Elixir brings.
import { concatTexts, type Site, textOf } from '../text.ts';
import { callFunction, callValue } from './functions.ts';
import { addGap, fullName, type Machine } from './machine.ts';
import { lookUp } from './scope.ts';
import { shown } from './strings.ts';
import { childOf, type Node } from './syntax.ts';
import { atom, gapKind, keyed, list, nil, type Scope, unknown, type Value, whatOf, wordOf } from './value.ts';

interface Asked {
  readonly target: Node;
  readonly args: readonly Value[];
  readonly block: (() => void) | undefined;
  readonly site: Site;
}

export function callNamed(machine: Machine, { target, args, block, site }: Asked, scope: Scope): Value {
  const written = machine.source.text.slice(target.start, target.end);
  const left = target.type === 'dot' ? childOf(target, 'left') : undefined;
  const name = left?.type === 'alias' ? fullName(machine, written) : written;
  if (target.type === 'dot' && !childOf(target, 'right'))
    return calledValue(machine, left, { args, site, written }, scope);
  const own = left ? undefined : callFunction(machine, name, args, scope);
  const found = own ?? machine.library.call({ name, args, block, site }) ?? standard(machine, name, args, site);
  if (found) return found;
  addGap(machine, site, `What ${written}() does is not known: its code is not in this file.`, 'unsupported');
  return unknown(`the result of ${written}()`);
}

/** `work.(x)` */
function calledValue(
  machine: Machine,
  callee: Node | undefined,
  { args, site, written }: { args: readonly Value[]; site: Site; written: string },
  scope: Scope,
): Value {
  const value = callee && lookUp(scope, machine.source.text.slice(callee.start, callee.end));
  const result = callValue(machine, value, args);
  if (result) return result;
  addGap(machine, site, `What ${written}() does is not known.`, 'unsupported');
  return unknown(`the result of ${written}()`);
}

/** They have no say in what is sent, or a value at most. */
const silent =
  /^(?:IO|Logger|Process|Code|File|Path|Regex|Date|Time|DateTime|NaiveDateTime|Integer|Float|Map|MapSet|Keyword|List|String|Enum|Stream|Tuple|Application|System|Jason|Base|URI|GenServer|Mix|Repo\.Config|Ecto\.Query|Ecto\.Changeset|Ecto\.Enum|Decimal|Ecto\.UUID|UUID|Access|Kernel|Atom|Calendar|Module|Range)\./;
const silentNames =
  /^(?:inspect|to_string|raise|to_charlist|length|is_\w+|hd|tl|elem|dbg|throw|abs|max|min|rem|div|not|self|exit|from|select|where|preload|order_by|limit|join|dynamic|is_nil)$/;
/** Erlang's modules, and a field of a value. */
const silentForms = /^:\w+\.|^[a-z_]\w*(?:\.\w+)+$|^__\w+__\./;

type Work = (machine: Machine, args: readonly Value[], site: Site) => Value | undefined;

const items = (value: Value | undefined): readonly Value[] | undefined => {
  if (value?.kind === 'list') return value.items;
  return value?.kind === 'map' ? value.pairs.map((pair) => ({ kind: 'tuple', items: pair }) as const) : undefined;
};

const mapped: Work = (machine, [from, work], site) => {
  const all = items(from);
  if (all) return list(all.map((item) => callValue(machine, work, [item]) ?? unknown('the result of a function')));
  const reason = `This loops over ${whatOf(from)}, which is known only at run time.`;
  addGap(machine, site, reason, gapKind(from));
  return from && gapKind(from) === 'data-work' ? from : unknown('the result of a loop');
};

const joined: Work = (_, [from, separator]) => {
  const all = items(from);
  if (!all) return undefined;
  const between = separator ? shown(separator) : textOf('');
  return concatTexts(all.flatMap((item, at) => (at === 0 ? [shown(item)] : [between, shown(item)])));
};

const texts =
  (change: (text: string) => string): Work =>
  (_, [value]) => {
    const word = wordOf(value);
    return word === undefined ? undefined : textOf(change(word));
  };

/** Without `what` at one end as often as it stands there, or without blanks. */
const cut =
  (once: (text: string, what: string) => string): Work =>
  (_, [value, what]) => {
    let text = wordOf(value);
    const end = what ? wordOf(what) : ' ';
    if (text === undefined || !end) return undefined;
    for (let last = ''; last !== text; ) {
      last = text;
      text = once(text, end);
    }
    return textOf(text);
  };

const works: Readonly<Record<string, Work>> = {
  'Enum.each': (machine, args, site) => mapped(machine, args, site) && atom('ok'),
  'Enum.map': mapped,
  'Enum.flat_map': (machine, args, site) => {
    const all = mapped(machine, args, site);
    return all?.kind === 'list' ? list(all.items.flatMap((item) => items(item) ?? [item])) : all;
  },
  'Enum.reverse': (_, [from]) => (items(from) ? list([...(items(from) ?? [])].reverse()) : undefined),
  'Enum.concat': (_, [a, b]) => (items(a) && items(b) ? list([...(items(a) ?? []), ...(items(b) ?? [])]) : undefined),
  'Enum.with_index': (_, [from]) =>
    items(from)
      ? list(
          (items(from) ?? []).map((item, at) => ({ kind: 'tuple', items: [item, { kind: 'number', text: `${at}` }] })),
        )
      : undefined,
  'Enum.join': joined,
  'Enum.map_join': (machine, [from, ...rest], site) => {
    const all = mapped(machine, [from ?? nil, rest.at(-1) ?? nil], site);
    return all ? joined(machine, [all, ...rest.slice(0, -1)], site) : undefined;
  },
  'String.to_atom': (_, [value]) => (wordOf(value) === undefined ? undefined : atom(wordOf(value) ?? '')),
  'String.upcase': texts((text) => text.toUpperCase()),
  'String.downcase': texts((text) => text.toLowerCase()),
  'String.trim': texts((text) => text.trim()),
  'String.trim_trailing': cut((text, what) => (text.endsWith(what) ? text.slice(0, -what.length) : text)),
  'String.trim_leading': cut((text, what) => (text.startsWith(what) ? text.slice(what.length) : text)),
  'String.replace': (_, [value, what, by]) => {
    const [text, from, to] = [value, what, by].map(wordOf);
    return text === undefined || from === undefined || to === undefined || from === ''
      ? undefined
      : textOf(text.replaceAll(from, () => to));
  },
  'String.split': (_, [value, by]) => {
    const [text, separator] = [wordOf(value), by ? wordOf(by) : ' '];
    if (text === undefined || !separator) return undefined;
    return list(text.split(by ? separator : /\s+/).map(textOf));
  },
  'Atom.to_string': texts((text) => text),
  to_string: (_, [value]) => (value ? shown(value) : undefined),
  'Keyword.get': (_, [from, key, other]) => {
    const name = wordOf(key);
    return from?.kind === 'list' && name !== undefined ? (keyed(from, name) ?? other ?? nil) : undefined;
  },
  'Keyword.merge': (_, [a, b]) => {
    if (a?.kind !== 'list' || b?.kind !== 'list') return undefined;
    const isOver = (item: Value): boolean =>
      item.kind === 'tuple' && keyed(b, wordOf(item.items[0]) ?? '') !== undefined;
    return list([...a.items.filter((item) => !isOver(item)), ...b.items]);
  },
};

function standard(machine: Machine, name: string, args: readonly Value[], site: Site): Value | undefined {
  const work = Object.hasOwn(works, name) ? works[name] : undefined;
  const result = work?.(machine, args, site);
  if (result) return result;
  return silent.test(name) ||
    silentNames.test(name) ||
    (args.length === 0 && silentForms.test(name)) ||
    name.startsWith(':')
    ? (args.find((arg) => gapKind(arg) === 'data-work') ?? unknown(`the result of ${name}()`))
    : undefined;
}
