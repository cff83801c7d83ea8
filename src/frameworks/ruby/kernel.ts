// What Ruby lets every piece of code call.
import { addGap, addUnsure, Jump, type Machine, Raised } from './machine.ts';
import { formatted } from './operators.ts';
import {
  type Block,
  type Call,
  isNil,
  list,
  nil,
  primitive,
  symbol,
  toText,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

const silent = new Set([
  'puts',
  'print',
  'p',
  'pp',
  'warn',
  'sleep',
  'require',
  'require_relative',
  'require_dependency',
  'private',
  'public',
  'protected',
  'module_function',
  'srand',
  'binding',
  'attr_accessor',
  'attr_reader',
  'attr_writer',
  'private_constant',
  'at_exit',
  'autoload',
  'load',
  'using',
  'printf',
  'putc',
  'private_class_method',
]);

/** Undefined where it is no method of the language. */
export function kernelCall(machine: Machine, name: string, call: Call): Value | undefined {
  const { args, block, site } = call;
  const [first] = args;
  if (silent.has(name)) return nil;
  switch (name) {
    case 'raise':
    case 'fail':
    case 'abort':
    case 'exit':
      throw new Raised(first ? whatOf(first) : '');
    case 'lambda':
      return block?.kind === 'proc' ? { ...block, isLambda: true } : undefined;
    case 'proc':
      return block?.kind === 'proc' ? block : undefined;
    case 'loop':
      return looped(machine, call);
    case 'format':
    case 'sprintf':
      return (first?.kind === 'text' ? formatted(first, args.slice(1)) : undefined) ?? unknown('a formatted string');
    case 'Array':
      if (!first || isNil(first)) return list([]);
      return first.kind === 'unknown' ? list([], true) : first.kind === 'list' ? first : list([first]);
    case 'String':
      return first && toText(first);
    case 'Integer':
    case 'Float':
      return first?.kind === 'text' && /^-?\d+(?:\.\d+)?$/.test(first.text) ? primitive(Number(first.text)) : first;
    case 'caller':
    case 'rand':
    case 'gets':
      return unknown(`the result of ${name}`);
    case 'system':
    case 'eval':
    case 'instance_eval':
    case 'class_eval':
      addGap(machine, site, `What ${name} does here is known only at run time.`, 'unsupported');
      return unknown(`the result of ${name}`);
    case '__method__':
      return symbol('');
    default:
      return undefined;
  }
}

function looped(machine: Machine, { block, site }: Call): Value {
  if (!block) return nil;
  try {
    for (;;) {
      const { sent, changed } = machine;
      if (mayEndIn(machine, block, () => machine.yield(block, [], site)))
        return endsSometime(machine, site, machine.sent > sent, machine.changed === changed);
      if (machine.sent === sent) machine.steps += 100;
    }
  } catch (error) {
    if (error instanceof Jump && error.type === 'break') return error.value;
    throw error;
  }
}

/** Whether a turn of the loop may have been its last: by a `break` or `return` that only a run can tell of. */
function mayEndIn(machine: Machine, block: Block, turn: () => void): boolean {
  const frame = block.kind === 'proc' ? block.scope.frame : undefined;
  const [open, had] = [machine.mayEnd, frame?.mayHaveReturned ?? false];
  if (frame) frame.mayHaveReturned = false;
  turn();
  const mayEnd = machine.mayEnd > open || (frame?.mayHaveReturned ?? false);
  if (frame) frame.mayHaveReturned ||= had;
  return mayEnd;
}

/** A loop that only a run can tell the end of is read once. */
function endsSometime(machine: Machine, site: Call['site'], hasSent: boolean, isOfRows: boolean): Value {
  if (hasSent) addUnsure(machine, site, 'How often this loop runs is known only at run time.', isOfRows);
  return nil;
}
