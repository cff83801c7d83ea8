// Regular expressions, as far as they mean the same to Ruby and to JavaScript and end in good time on any text.
import { type Native, native, primitive, unknown, type Value } from './value.ts';

/** Words, classes, one repetition; no groups, which may take time without end. */
const simple = /^(?:[\w\s^$.|:,;'"=<>-]|\\[sdwSDWbAz./-]|\[[\w\s-]+\])*(?:[+*](?:[\w\s^$|:;-]|\\[sdwbz])*)?$/;
/** A repetition looks at a text as often as it has characters. */
const longestText = 5_000;

export function patternOf(written: string): Value {
  const [, body, flags = ''] = /^(?:\/|%r[{([!|])([\s\S]*)[/})\]!|]([imxo]*)$/.exec(written) ?? [];
  if (body === undefined || !simple.test(body) || /[xm]/.test(flags)) return unknown('a regular expression');
  const own = body.replaceAll('\\A', '^').replaceAll('\\z', '$');
  return { ...native('a regular expression'), pattern: new RegExp(own, `g${flags.includes('i') ? 'i' : ''}`) };
}

/** Undefined where it is not known. */
export function matches(pattern: Native['pattern'], text: string): Value | undefined {
  if (!pattern || text.length > longestText) return undefined;
  return primitive(text.search(pattern) >= 0);
}
