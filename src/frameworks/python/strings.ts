// Python strings: plain ones, and what an f-string puts into one.

import { step } from '../followed.ts';
import { literal } from './literals.ts';
import { type Machine, wordOf } from './machine.ts';
import { field, type Node, named } from './syntax.ts';
import { concat, toText } from './texts.ts';
import { holeText, type Scope, type Text, type Value, whatOf } from './value.ts';

export function stringOf(machine: Machine, node: Node, scope: Scope): Value {
  const [start] = node.children;
  const prefix = start ? wordOf(machine, start).toLowerCase() : '';
  const options = { isRaw: prefix.includes('r'), braces: /^[rb]*f/.test(prefix) };
  const parts = node.children.flatMap((part): Text[] => {
    if (part.type === 'string_content') return [literal(wordOf(machine, part), part.start, options)];
    return part.type === 'interpolation' ? [interpolated(machine, part, scope)] : [];
  });
  const whole = concat(parts);
  step(machine, whole.text.length);
  const ours = machine.source === machine.own ? whole : { ...whole, segments: [] };
  return prefix.includes('b') ? { ...ours, bytes: true } : ours;
}

function interpolated(machine: Machine, node: Node, scope: Scope): Text {
  const value = machine.evaluate(field(node, 'expression') ?? named(node)[0], scope);
  const isPlain = !node.children.some(
    ({ type }) => type === 'format_specifier' || type === 'type_conversion' || type === '=',
  );
  return isPlain ? toText(value) : holeText(whatOf(value));
}
