// What the methods of strings, lists and dicts do with values that are known.
import { slice } from './literals.ts';
import { concat, toText } from './texts.ts';
import { key } from './truth.ts';
import {
  bool,
  type Dict,
  entry,
  holeText,
  knownText,
  type List,
  list,
  none,
  type Text,
  text,
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
