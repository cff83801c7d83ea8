// What scanning and parsing Python share: tokens, and the fault that ends both.

/**
 * `type` is that of the node which it becomes (`identifier`, `integer`, `string_content`), the keyword or operator itself, or
 * `newline`, `indent`, `dedent`, `end`. Offsets are UTF-16.
 */
export interface Token {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** What is no Python, and where. */
export class NotPython extends Error {
  readonly at: number;
  readonly kind: 'syntax' | 'nesting' | 'size';
  constructor(at: number, kind: NotPython['kind'] = 'syntax') {
    super('not Python');
    this.at = at;
    this.kind = kind;
  }
}

export interface Scan {
  readonly text: string;
  at: number;
  readonly tokens: Token[];
  readonly indents: number[];
  /** How many brackets are open, in which a line has no end. */
  open: number;
}

const mostTokens = 600_000;

export function push(scan: Scan, type: string, start: number, end: number): void {
  if (scan.tokens.length > mostTokens) throw new NotPython(start, 'size');
  scan.tokens.push({ type, start, end });
}
