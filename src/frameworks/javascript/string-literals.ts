// String literals of JavaScript: what their characters mean, and where in the file each stands.
import type { SourceText } from '../../source/source-text.ts';
import type { Origin, Text } from '../text.ts';

/** A string literal: `cooked` is what the `raw` characters at `fileStart` mean. */
export function literalText(source: SourceText, fileStart: number, raw: string, cooked: string): Text {
  const origins = raw === cooked ? [{ at: 0, fileStart, length: raw.length, source }] : unescaped();
  return { kind: 'text', text: cooked, origins, holes: [] };

  function unescaped(): Origin[] {
    const found: Origin[] = [];
    let at = 0;
    for (const { 0: part, index } of raw.matchAll(escapes)) {
      if (part[0] !== '\\' && part !== '\r\n') {
        found.push({ at, fileStart: fileStart + index, length: part.length, source });
        at += part.length;
      } else if (!/^\\[\r\n\u2028\u2029]/.test(part)) at += /^\\u\{(?:0*[1-9a-f][0-9a-f]{4,})\}$/i.test(part) ? 2 : 1;
    }
    return at === cooked.length ? found : [];
  }
}

const escapes = /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|\r\n|[\s\S])|\r\n|(?:[^\\\r]|\r(?!\n))+/gi;
