// JavaScript and TypeScript to a syntax tree; the only importer of Babel's parser, which is loaded when such a file is first met.
import type { File } from '@babel/types';
import type { SourceText } from '../../source/source-text.ts';

export interface Unparsed {
  readonly type: 'unparsed';
  readonly kind: 'syntax' | 'size' | 'nesting';
  /** One sentence. */
  readonly reason: string;
  /** UTF-16 offset, where one place is to blame. */
  readonly at?: number;
}

/** Beyond it, a file is no migration that somebody wrote, and parsing it would take seconds. */
const longest = 1_000_000;

let loaded: Promise<void> | undefined;
let babel: typeof import('@babel/parser') | undefined;

/** Loads the parser once; `parseJavaScript` needs it to have been awaited. */
export function loadJavaScript(): Promise<void> {
  loaded ??= import('@babel/parser').then((parser) => {
    babel = parser;
  });
  return loaded;
}

/** Never throws for any input once `loadJavaScript` has been awaited. */
export function parseJavaScript(text: SourceText): File | Unparsed {
  if (!babel) throw new Error('loadJavaScript has not been awaited');
  if (text.text.length > longest) {
    return { type: 'unparsed', kind: 'size', reason: `The file has more than ${longest} characters of code.` };
  }
  try {
    const file = babel.parse(text.text, options(text.path));
    const [error] = file.errors ?? [];
    return error && isFatal(error) ? unparsed(error) : file;
  } catch (error) {
    return unparsed(error);
  }
}

function options(path: string): import('@babel/parser').ParserOptions {
  const isTyped = /\.[cm]?ts$/i.test(path);
  return {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowUndeclaredExports: true,
    attachComment: false,
    createImportExpressions: true,
    plugins: [isTyped ? 'typescript' : 'jsx', 'decorators-legacy'],
  };
}

/** What a compiler would refuse, such as a name that is declared twice, changes nothing of what the code says. */
const isFatal = (error: unknown): boolean =>
  (error as { reasonCode?: string }).reasonCode === 'UnexpectedToken' ||
  (error as { reasonCode?: string }).reasonCode === 'MissingPlugin';

function unparsed(error: unknown): Unparsed {
  if (error instanceof RangeError)
    return { type: 'unparsed', kind: 'nesting', reason: 'The code is nested too deeply.' };
  const { message, pos } = error as { message: string; pos?: number };
  const said = message.replace(/\s*\(\d+:\d+\)\s*$/, '').split('\n', 1)[0];
  return { type: 'unparsed', kind: 'syntax', reason: `The code is not JavaScript: ${said}`, at: pos };
}
