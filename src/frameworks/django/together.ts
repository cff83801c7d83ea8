// The options unique_together and index_together, however deep they are nested. django/db/models/options.py normalize_together
import { knownText, type Value, whatOf } from '../python/value.ts';
import type { Model } from './state.ts';
import { Unreadable } from './unreadable.ts';

export const togetherIn = (model: Model, option: string): string[][] => together(model.options.get(option));

export function together(value: Value | undefined): string[][] {
  if (value?.kind !== 'list' || value.items.length === 0) return [];
  const isFlat = value.items.every(({ kind }) => kind === 'text');
  const sets = isFlat ? [value] : value.items;
  return sets.map((set) => {
    const names = set.kind === 'list' && !set.isOpen ? set.items.map(knownText) : [undefined];
    if (names.includes(undefined)) throw new Unreadable(`unique_together holds ${whatOf(set)}`);
    return names as string[];
  });
}
