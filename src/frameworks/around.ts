// The files above a migration folder, in which its tool's settings and the packages it needs are found.
import type { Surroundings } from './framework.ts';

/** Above a repository's root nothing is asked; these are where it is looked for, and what is asked where there is none. */
const highest = 12;
const nearest = 3;

/** The folder's path to each file of such a name, the nearest first. */
export function filesAbove(around: Surroundings, name: RegExp): string[] {
  return Array.from({ length: topOf(around) + 1 }, (_, up) =>
    around
      .names(up)
      .filter((each) => name.test(each))
      .map((each) => `${'../'.repeat(up)}${each}`),
  ).flat();
}

/** How many levels above the folder the root of the repository is. */
function topOf(around: Surroundings): number {
  for (let up = 0; up < highest; up += 1) if (around.names(up).includes('.git')) return up;
  return nearest;
}
