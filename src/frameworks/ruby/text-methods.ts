// Methods of strings and symbols, those that ActiveSupport adds among them.

import { step } from '../followed.ts';
import { concatTexts, replaceText, type Text, textOf, trimText } from '../text.ts';
import { pluralize, singularize, underscore } from './inflections.ts';
import type { Machine } from './machine.ts';
import { matches } from './patterns-of-text.ts';
import { type Call, knownName, list, primitive, type Sym, symbol, toText, unknown, type Value } from './value.ts';

/** Undefined where it is none of them, or what it gives is not known. */
export function textMethod(machine: Machine, object: Text | Sym, name: string, { args }: Call): Value | undefined {
  const text = toText(object);
  const same = whole(text, name);
  if (same) return same;
  if (name === 'to_sym' || name === 'intern') return text.holes.length > 0 ? undefined : symbol(text.text);
  if (name === 'to_proc') return object;
  if (name === '<<' || name === 'concat') return concatTexts([text, ...args.map(toText)]);
  if (text.holes.length > 0) return undefined;
  return changed(text, name) ?? asked(text, name, args) ?? taken(machine, text, name, args);
}

/** Those for which the parts that are not known do not matter. */
function whole(text: Text, name: string): Value | undefined {
  switch (name) {
    case 'to_s':
    case 'to_str':
    case 'b':
    case 'scrub':
    case 'force_encoding':
    case 'encode':
      return text;
    case 'strip_heredoc':
      return dedented(text);
    case 'squish':
    case 'squish!':
      return replaceText(trimText(text), /\s+/g, () => ' ');
    case 'strip':
    case 'strip!':
    case 'chomp':
    case 'lstrip':
    case 'rstrip':
      return trimText(text);
    default:
      return undefined;
  }
}

function dedented(text: Text): Text {
  const indents = text.text
    .split('\n')
    .flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0].length ?? 0]));
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  return least === 0 ? text : replaceText(text, new RegExp(`^[ \\t]{${least}}`, 'gm'), () => '');
}

function changed({ text }: Text, name: string): Value | undefined {
  switch (name) {
    case 'upcase':
      return textOf(text.toUpperCase());
    case 'downcase':
      return textOf(text.toLowerCase());
    case 'capitalize':
      return textOf(text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase());
    case 'pluralize':
    case 'tableize':
      return textOf(pluralize(name === 'tableize' ? underscore(text) : text));
    case 'singularize':
      return textOf(singularize(text));
    case 'underscore':
      return textOf(underscore(text));
    case 'camelize':
    case 'classify':
      return textOf(
        (name === 'classify' ? singularize(text) : text).replace(/(?:^|_)([a-z\d])/g, (_, letter: string) =>
          letter.toUpperCase(),
        ),
      );
    case 'to_i':
      return primitive(Number.parseInt(text, 10) || 0);
    case 'to_f':
      return primitive(Number.parseFloat(text) || 0);
    case 'lines':
      return list((text.match(/[^\n]*\n|[^\n]+/g) ?? []).map(textOf));
    case 'chars':
      return list([...text].map(textOf));
    case 'length':
    case 'size':
      return primitive([...text].length);
    case 'empty?':
      return primitive(text === '');
    case 'blank?':
    case 'present?':
      return primitive((text.trim() === '') === (name === 'blank?'));
    case 'reverse':
      return textOf([...text].reverse().join(''));
    default:
      return undefined;
  }
}

function asked({ text }: Text, name: string, args: readonly Value[]): Value | undefined {
  const [given] = args.map(knownName);
  if (given === undefined) return undefined;
  switch (name) {
    case 'start_with?':
    case 'starts_with?':
      return primitive(args.some((arg) => text.startsWith(knownName(arg) ?? '\0')));
    case 'end_with?':
    case 'ends_with?':
      return primitive(args.some((arg) => text.endsWith(knownName(arg) ?? '\0')));
    case 'include?':
      return primitive(text.includes(given));
    case 'split':
      return list(
        text
          .split(given === ' ' ? /\s+/ : given)
          .filter((part) => part !== '' || given !== ' ')
          .map(textOf),
      );
    case 'delete_prefix':
      return textOf(text.startsWith(given) ? text.slice(given.length) : text);
    case 'delete_suffix':
      return textOf(text.endsWith(given) ? text.slice(0, text.length - given.length) : text);
    default:
      return undefined;
  }
}

function byPattern(
  machine: Machine,
  text: Text,
  pattern: RegExp,
  name: string,
  by: string | undefined,
): Value | undefined {
  step(machine, text.text.length);
  if (name === 'match?' || name === '=~') return matches(pattern, text.text);
  if (by === undefined || /\\/.test(by) || text.text.length > 20_000) return undefined;
  if (name === 'gsub') return replaceText(text, pattern, () => by);
  return name === 'sub'
    ? textOf(text.text.replace(new RegExp(pattern.source, pattern.flags.replace('g', '')), () => by))
    : undefined;
}

function taken(machine: Machine, text: Text, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args.map(knownName);
  const [pattern] = args.map((arg) => (arg.kind === 'native' ? arg.pattern : undefined));
  if (pattern) return byPattern(machine, text, pattern, name, second);
  if (name === 'split' && args.length === 0) return list(text.text.trim().split(/\s+/).map(textOf));
  if ((name === 'gsub' || name === 'sub' || name === 'tr') && first !== undefined && second !== undefined) {
    if (name === 'tr' && (first.length !== 1 || second.length > 1)) return undefined;
    const made = name === 'sub' ? text.text.replace(first, () => second) : text.text.replaceAll(first, () => second);
    step(machine, made.length);
    return textOf(made);
  }
  if (name === 'first' || name === 'last') {
    const [count] = args;
    const length = count?.kind === 'primitive' && typeof count.value === 'number' ? count.value : 1;
    return textOf(name === 'first' ? text.text.slice(0, length) : text.text.slice(-length));
  }
  return name === '[]' ? unknown('a part of a string') : undefined;
}
