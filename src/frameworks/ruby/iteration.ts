// What a loop goes over.
import { type Entry, list, primitive, type Unknown, unknown, type Value, whatOf } from './value.ts';

export interface Items {
  readonly items: readonly Value[];
  /** Whether there may be others, which are not known. */
  readonly isOpen: boolean;
  /** What is gone over, for a sentence. */
  readonly what: string;
}

const longestRange = 100_000;

export function itemsOf(value: Value): Items {
  const what = whatOf(value);
  switch (value.kind) {
    case 'list':
      return { items: value.items, isOpen: value.isOpen, what };
    case 'hash':
      return { items: [...value.entries.values()].map(pairOf), isOpen: value.isOpen, what };
    case 'range': {
      const items = itemsOfRange(value.from, value.to, value.excludesEnd);
      return { items: items ?? [], isOpen: items === undefined, what };
    }
    default:
      return { items: [], isOpen: true, what };
  }
}

/** One that is not known; of rows it is one. */
export const itemOf = (value: Value): Unknown =>
  unknown(
    `an item of ${whatOf(value)}`,
    value.kind === 'unknown' && value.ofRows ? { canSend: true, ofRows: true } : {},
  );

const pairOf = ({ key, value }: Entry): Value => list([key, value]);

function itemsOfRange(from: Value, to: Value, excludesEnd: boolean): Value[] | undefined {
  if (from.kind === 'text' && to.kind === 'text' && from.text.length === 1 && to.text.length === 1) return undefined;
  if (from.kind !== 'primitive' || to.kind !== 'primitive') return undefined;
  if (typeof from.value !== 'number' || typeof to.value !== 'number') return undefined;
  const length = Math.floor(to.value - from.value) + (excludesEnd ? 0 : 1);
  if (length > longestRange) return undefined;
  const start = from.value;
  return Array.from({ length: Math.max(length, 0) }, (_, at) => primitive(start + at));
}
