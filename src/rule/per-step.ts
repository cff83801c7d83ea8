// Remembers what was found out about a step, since every rule asks the same questions of it.
import type { Step } from '../simulation/step.ts';

/** `ask`, answered once per step. */
export function perStep<T>(ask: (step: Step) => T): (step: Step) => T {
  const known = new WeakMap<Step, { readonly answer: T }>();
  return (step) => {
    const found = known.get(step);
    if (found) return found.answer;
    const answer = ask(step);
    known.set(step, { answer });
    return answer;
  };
}
