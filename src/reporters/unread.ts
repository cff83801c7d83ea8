// What a report says of the parts that are not read: code that works on rows is told apart from what may change the schema.
import { type Gap, isDataWork } from '../source/gap.ts';
import { counted } from './terminal.ts';

/** `2 parts could not be read`, `1 part is data work in code, which is not read`; nothing where all was read. */
export function unreadParts(gaps: readonly Gap[]): string[] {
  const work = gaps.filter(isDataWork).length;
  const others = gaps.length - work;
  return [
    ...(others > 0 ? [`${counted(others, 'part')} could not be read`] : []),
    ...(work > 0 ? [`${counted(work, 'part')} ${work === 1 ? 'is' : 'are'} data work in code, which is not read`] : []),
  ];
}
