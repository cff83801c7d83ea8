// The text of a gap, by which a baseline knows it again.
import type { Gap } from '../source/gap.ts';
import type { SourceText } from '../source/source-text.ts';

const textAround = 10_000;

/** From the semicolon before to the one behind: a syntax error is at one word, but of a statement. */
export function textAt({ path, text }: SourceText, { file, span }: Gap): Pick<Gap, 'text'> {
  if (!span || file !== path) return {};
  const before = text.slice(Math.max(0, span.start.offset - textAround), span.start.offset);
  const after = text.slice(span.end.offset, span.end.offset + textAround);
  const [rest = ''] = after.split(';', 1);
  return {
    text: before.slice(before.lastIndexOf(';') + 1) + text.slice(span.start.offset, span.end.offset) + rest,
  };
}
