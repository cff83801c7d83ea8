// A run of code that is followed without being executed, in whatever language: what it sends, what of it can't be read, and what
// following it may cost at most.
import type { Gap } from '../source/gap.ts';
import type { SqlPiece } from '../source/piece.ts';
import type { Site } from './text.ts';

export interface Followed {
  readonly gaps: Gap[];
  steps: number;
  depth: number;
}

/** The run has reached one of its limits and ends. */
export class Exhausted extends Error {
  readonly kind: Gap['kind'];
  constructor(kind: Gap['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

const mostSteps = 200_000;
const mostPieces = 5_000;
/** In characters. */
export const longestText = 4_000_000;

/** Strings and lists count by their length, so that doubling one again and again ends. */
export function step(run: Followed, length = 0): void {
  run.steps += 1 + (length >> 8);
  if (length > longestText) throw new Exhausted('size', 'The code builds a value that is too long to be read.');
  if (run.steps > mostSteps) {
    const reason = `The code does more than ${mostSteps} steps, such as a loop without an end, and is read no further.`;
    throw new Exhausted('size', reason);
  }
}

/** `deepest`: how many calls within one another the stack of the evaluator has room for. */
export function nested<T>(run: Followed, deepest: number, work: () => T): T {
  if (run.depth >= deepest) {
    throw new Exhausted('nesting', 'The code calls itself, or is nested, too deep to be read any further.');
  }
  run.depth += 1;
  try {
    return work();
  } finally {
    run.depth -= 1;
  }
}

/** What to say of a run that ended in an error: what is neither a limit of ours nor the end of the stack is thrown again. */
export function limitOf(error: unknown): Pick<Gap, 'kind' | 'reason'> {
  if (error instanceof Exhausted) return { kind: error.kind, reason: error.message };
  if (error instanceof RangeError) return { kind: 'nesting', reason: 'The code is nested too deep to be read.' };
  throw error;
}

/** Once for a place and a reason. `sent`: how many pieces are sent before it. */
export function noteGap({ gaps }: Followed, site: Site, reason: string, kind: Gap['kind'], sent: number): void {
  const { source, start } = site;
  // An empty place would be shown as none.
  const end = Math.max(site.end, Math.min(start + 1, source.text.length));
  const isKnown = gaps.some(
    (gap) => gap.reason === reason && gap.span?.start.offset === start && gap.file === source.path,
  );
  if (isKnown || gaps.length >= mostPieces) return;
  const text = source.text.slice(start, Math.min(end, start + 200));
  const after = kind === 'data-work' ? { after: sent } : {};
  gaps.push({ kind, file: source.path, span: source.span(start, end), reason, text, ...after });
}

export function addPiece({ pieces }: { readonly pieces: SqlPiece[] }, piece: SqlPiece): void {
  if (piece.sql.trim() === '') return;
  if (pieces.length >= mostPieces) {
    throw new Exhausted('size', `The migration sends more than ${mostPieces} statements, and is read no further.`);
  }
  pieces.push(piece);
}
