// .NET's own types and methods, where what they are given is known.
import { sliceText } from '../text.ts';
import { type Machine, step } from './machine.ts';
import { sequenceCall } from './sequences.ts';
import {
  type Call,
  concatTexts,
  isNull,
  joined,
  knownNumber,
  knownText,
  list,
  type Native,
  nil,
  plain,
  type Text,
  textOf,
  toText,
  unknown,
  type Value,
} from './value.ts';

const noGuid = textOf('00000000-0000-0000-0000-000000000000');

const members: Readonly<Record<string, Value>> = {
  'string.Empty': textOf(''),
  'String.Empty': textOf(''),
  'Environment.NewLine': textOf('\n'),
  'Guid.Empty': { kind: 'made', type: 'Guid', args: [noGuid] },
  'DateTime.MinValue': { kind: 'made', type: 'DateTime', args: [] },
  'DateTimeOffset.MinValue': { kind: 'made', type: 'DateTimeOffset', args: [] },
  'TimeSpan.Zero': { kind: 'made', type: 'TimeSpan', args: [] },
  'int.MaxValue': { kind: 'number', text: '2147483647', of: 'int' },
  'int.MinValue': { kind: 'number', text: '-2147483648', of: 'int' },
  'long.MaxValue': { kind: 'number', text: '9223372036854775807', of: 'long' },
};

export const textMember = (path: string): Value | undefined =>
  Object.hasOwn(members, path.replace(/^System\./, '')) ? members[path.replace(/^System\./, '')] : undefined;

const values = /^(?:Guid|DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan|IPAddress|BitArray|NpgsqlPoint|Uri)$/;

/** An object of a type by its name; undefined where it is none that is known here. */
export function made(machine: Machine, type: string, call: Call, elements: Value[] | undefined): Value | undefined {
  const [first] = call.args;
  if (values.test(type)) {
    const isEmpty = type === 'Guid' && call.args.length === 0;
    return { kind: 'made', type, args: isEmpty ? [noGuid] : call.args };
  }
  if (/^(?:List|HashSet|Dictionary|SortedDictionary|Stack|Queue|Collection|SortedSet)$/.test(type)) {
    const from = first?.kind === 'list' ? first.items : [];
    return list([...from, ...(elements ?? [])]);
  }
  if (type === 'StringBuilder') return builder(machine, first ? [toText(first)] : []);
  if (type === 'StreamReader') return reader(first);
  if (type === '' && elements) return list(elements);
  return type === 'string' && first ? first : undefined;
}

/** What a stream of a file holds. */
const reader = (from: Value | undefined): Native => ({
  kind: 'native',
  name: 'a StreamReader',
  send: (name) => (/^ReadToEnd(?:Async)?$/.test(name) ? (from ?? nil) : undefined),
});

function builder(machine: Machine, parts: Text[]): Native {
  const self: Native = {
    kind: 'native',
    name: 'a StringBuilder',
    send(name, { args }) {
      const [first] = args;
      const line = name === 'AppendLine' ? [textOf('\n')] : [];
      if (name === 'Append' || name === 'AppendLine') parts.push(...(first ? [toText(first)] : []), ...line);
      else if (name === 'AppendFormat' && first) parts.push(formatted(toText(first), args.slice(1)));
      else if (name === 'Clear') parts.length = 0;
      else if (name === 'ToString') {
        step(
          machine,
          parts.reduce((sum, { text }) => sum + text.length, 0),
        );
        return concatTexts(parts);
      } else return undefined;
      step(machine);
      return self;
    },
  };
  return self;
}

export function libraryCall(machine: Machine, of: Value, name: string, call: Call): Value | undefined {
  if (of.kind === 'text') return textCall(machine, of, name, call);
  if (of.kind === 'list') return sequenceCall(machine, of, name, call);
  if (of.kind === 'name')
    return staticCall(machine, `${of.path.replace(/^System\.(?:IO\.|Text\.)?/, '')}.${name}`, call);
  if (name === 'ToString' && of.kind !== 'native' && of.kind !== 'unknown') return toText(of);
  return name === 'GetAwaiter' || name === 'GetResult' || name === 'ConfigureAwait' ? of : undefined;
}

function staticCall(machine: Machine, path: string, { args, named, types }: Call): Value | undefined {
  const [first, second] = args;
  switch (path) {
    case 'string.Format':
    case 'String.Format':
      return first ? formatted(toText(first), args.slice(1)) : undefined;
    case 'string.Join':
    case 'String.Join':
      return first && joinedBy(machine, toText(first), second?.kind === 'list' ? second.items : args.slice(1));
    case 'string.Concat':
    case 'String.Concat':
      return joined(first?.kind === 'list' ? first.items : args);
    case 'string.IsNullOrEmpty':
    case 'string.IsNullOrWhiteSpace':
    case 'String.IsNullOrEmpty': {
      const text = knownText(first);
      return text === undefined ? (isNull(first) ? plain(true) : undefined) : plain(text.trim() === '');
    }
    case 'Guid.Parse':
      return first && { kind: 'made', type: 'Guid', args: [first] };
    case 'DateTime.Parse':
    case 'DateTimeOffset.Parse':
    case 'DateOnly.Parse':
    case 'TimeSpan.Parse':
      return first && { kind: 'made', type: path.replace(/\..*/, ''), args: [first] };
    case 'Array.Empty':
      return list([], types[0]);
    case 'Path.Combine':
    case 'Path.Join':
      return joinedBy(machine, textOf('/'), args);
    case 'File.ReadAllText':
    case 'File.ReadAllTextAsync': {
      const path = first ?? named.get('path');
      return path ? machine.host.fileText(pathIn(path)) : undefined;
    }
    default:
      return undefined;
  }
}

/** A path whose beginning may be known only at run time: the folder of the program. */
const pathIn = (path: Value): string => (path.kind === 'text' ? path.text : '');

function joinedBy(machine: Machine, between: Text, items: readonly Value[]): Value {
  const all = concatTexts(items.flatMap((item, at) => (at === 0 ? [toText(item)] : [between, toText(item)])));
  step(machine, all.text.length);
  return all;
}

/** `"{0} {1:N}"` */
function formatted(format: Text, values: readonly Value[]): Text {
  const parts: Text[] = [];
  let from = 0;
  const given = values.length === 1 && values[0]?.kind === 'list' ? values[0].items : values;
  for (const { 0: found, 1: at, index } of format.text.matchAll(/\{\{|\}\}|\{(\d+)[^{}]*\}/g)) {
    parts.push(sliceText(format, from, index));
    parts.push(at === undefined ? textOf(found.charAt(0)) : toText(given[Number(at)] ?? unknown(`{${at}}`)));
    from = index + found.length;
  }
  return concatTexts([...parts, sliceText(format, from, format.text.length)]);
}

const changes: Readonly<Record<string, (text: string) => string>> = {
  ToLower: (text) => text.toLowerCase(),
  ToLowerInvariant: (text) => text.toLowerCase(),
  ToUpper: (text) => text.toUpperCase(),
  ToUpperInvariant: (text) => text.toUpperCase(),
};

const tests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  StartsWith: (text, part) => text.startsWith(part),
  EndsWith: (text, part) => text.endsWith(part),
  Contains: (text, part) => text.includes(part),
  Equals: (text, part) => text === part,
};

function textCall(machine: Machine, of: Text, name: string, { args }: Call): Value | undefined {
  const [text, part, other] = [knownText(of), knownText(args[0]), knownText(args[1])];
  step(machine, of.text.length);
  if (/^(?:ToString|Normalize|ReplaceLineEndings)$/.test(name)) return of;
  if (/^Trim(?:Start|End)?$/.test(name) && args.length === 0) return trimmed(of, name);
  if (text === undefined) return unknown(of.holes[0]?.what ?? 'a string');
  const [change, test] = [changes[name], tests[name]];
  if (change) return textOf(change(text));
  if (test && part !== undefined) return plain(test(text, part));
  if (name === 'Replace' && part) return replaced(of, part, args[1]);
  if (name === 'Split' && part) {
    const isRemoving = args[1]?.kind === 'name' && args[1].path.endsWith('RemoveEmptyEntries');
    return list(split(of, part).filter(({ text: each }) => !isRemoving || each !== ''));
  }
  if (name === 'Substring') return substring(of, knownNumber(args[0]), knownNumber(args[1]));
  return name === 'IndexOf' && part !== undefined && other === undefined
    ? { kind: 'number', text: String(text.indexOf(part)), of: 'int' }
    : undefined;
}

function trimmed(text: Text, name: string): Text {
  const start = name === 'TrimEnd' ? 0 : text.text.length - text.text.trimStart().length;
  const end = name === 'TrimStart' ? text.text.length : text.text.trimEnd().length;
  return sliceText(text, start, Math.max(start, end));
}

function substring(text: Text, from: number | undefined, length: number | undefined): Value | undefined {
  if (from === undefined || from < 0 || from > text.text.length) return undefined;
  return sliceText(text, from, length === undefined ? text.text.length : Math.min(from + length, text.text.length));
}

function split(text: Text, by: string): Text[] {
  const parts: Text[] = [];
  let from = 0;
  for (let at = text.text.indexOf(by); at >= 0; at = text.text.indexOf(by, from)) {
    parts.push(sliceText(text, from, at));
    from = at + by.length;
  }
  return [...parts, sliceText(text, from, text.text.length)];
}

const replaced = (text: Text, from: string, to: Value | undefined): Value => {
  const parts = split(text, from);
  const by = to ? toText(to) : textOf('');
  return concatTexts(parts.flatMap((part, at) => (at === 0 ? [part] : [by, part])));
};
