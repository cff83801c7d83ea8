// The comments by which users of other linters have already said that a statement is fine, as those tools read them.
import type { SuppressingTool } from '../config/suppressing-tools.ts';
import type { MigrationFile } from '../frameworks/framework.ts';
import type { Comment } from '../postgres/statement.ts';
import type { Span } from '../source/source-text.ts';

export interface ForeignSuppression {
  readonly tool: SuppressingTool;
  readonly file: string;
  /** The comment's; of Ruby, the call's. */
  readonly span: Span;
  /** `squawk-ignore ban-drop-column`. */
  readonly words: string;
  /** The tool's rules; empty: all. */
  readonly names: readonly string[];
  /** What is suppressed: everything in the file, in a span, the next statement, or the one on the same line before the next. */
  readonly reach: 'file' | 'span' | 'next' | 'line';
  /** What the comment says beyond the names. */
  readonly text: string;
}

/** Whether there may be such a comment. */
export const mayHoldForeign = (text: string): boolean => /squawk-ignore|eugene:|safety_assured/.test(text);

export function foreignSuppression(comment: Comment): ForeignSuppression | undefined {
  const found = squawk(comment) ?? eugene(comment) ?? strongMigrations(comment);
  return found && { ...found, file: comment.file, span: comment.span };
}

/** What a framework has read out of its own code. */
export const assured = ({ path, assured = [] }: MigrationFile): ForeignSuppression[] =>
  assured.map(({ tool, span, text }) => ({
    tool,
    file: path,
    span,
    words: 'safety_assured',
    names: [],
    reach: 'span',
    text,
  }));

type Directive = Omit<ForeignSuppression, 'file' | 'span'>;

const bodyOf = ({ text }: Comment): string =>
  text
    .replace(/^(?:--|\/\*|#|<!--)/, '')
    .replace(/(?:\*\/|-->)$/, '')
    .trim();

/**
 * `-- squawk-ignore rule, rule -- why` and `-- squawk-ignore-file rule`, the latter without names for all rules.
 * https://squawkhq.com/docs/cli#disabling-rules-via-comments
 */
function squawk(comment: Comment): Directive | undefined {
  const match = /^(squawk-ignore(?:-file)?)(?![\w-])(.*)$/s.exec(bodyOf(comment));
  if (!match) return undefined;
  const [, word = '', rest = ''] = match;
  const { names, text } = namesAndText(rest, /^[a-z-]+/);
  const wholeFile = word === 'squawk-ignore-file';
  // Without names squawk ignores nothing on a line.
  if (names.length === 0 && !wholeFile) return undefined;
  return { tool: 'squawk', words: wordsOf(word, names), names, reach: wholeFile ? 'file' : 'line', text };
}

/**
 * `-- eugene: ignore E1, W12`, or without ids for all; anywhere between the end of the statement before and that of its own.
 * https://kaveland.no/eugene/hints/
 */
function eugene({ text: comment, kind }: Comment): Directive | undefined {
  const match = kind === 'line' ? /^--\s*eugene:\s*ignore(?![\w-])(.*)$/.exec(comment) : undefined;
  if (!match) return undefined;
  const { names, text } = namesAndText(match[1] ?? '', /^[EW]\d+/);
  return { tool: 'eugene', words: wordsOf('eugene: ignore', names), names, reach: 'next', text };
}

/** The SQL of those who come from `safety_assured { … }`: `-- safety_assured: why`. */
function strongMigrations(comment: Comment): Directive | undefined {
  const match = /^safety_assured\b:?(.*)$/s.exec(bodyOf(comment));
  if (!match) return undefined;
  return {
    tool: 'strong_migrations',
    words: 'safety_assured',
    names: [],
    reach: 'line',
    text: (match[1] ?? '').trim(),
  };
}

const wordsOf = (word: string, names: readonly string[]): string => [word, names.join(', ')].join(' ').trim();

/** Names with commas between them, and the text after the last. */
function namesAndText(list: string, name: RegExp): { names: string[]; text: string } {
  const names: string[] = [];
  let rest = list.trim();
  for (let match = name.exec(rest); match && !rest.startsWith('--'); match = name.exec(rest)) {
    names.push(match[0]);
    const after = rest.slice(match[0].length).trimStart();
    const goesOn = after.startsWith(',');
    rest = goesOn ? after.slice(1).trimStart() : after;
    if (!goesOn) break;
  }
  return { names, text: rest.replace(/^[\s:–—-]+/, '').trim() };
}

/** A sentence for each linter whose suppressions do not count. */
export function unheededNotes(unheeded: readonly ForeignSuppression[]): string[] {
  const tools = [...new Set(unheeded.map(({ tool }) => tool))];
  return tools.map((tool) => {
    const count = unheeded.filter((each) => each.tool === tool).length;
    const what = count === 1 ? `1 suppression for ${tool} allows` : `${count} suppressions for ${tool} allow`;
    return `${what} nothing here: \`suppressions: [${tool}]\` in the config lets them.`;
  });
}
