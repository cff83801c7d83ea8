// A line on the terminal for runs that take longer than a moment, gone once the report is there.
import { oneLine } from '../reporters/terminal.ts';
import type { Io } from './io.ts';

export interface Progress {
  readonly update: (path: string) => void;
  readonly clear: () => void;
}

const patience = 1000;
const interval = 100;

/** Nothing where stderr is no terminal. */
export function progressOn({ stderr }: Io): Progress {
  if (!stderr.isTTY) return { update: () => {}, clear: () => {} };
  let next = Date.now() + patience;
  let calls = 0;
  let statements = 0;
  let shown = false;
  return {
    update(path) {
      statements += 1;
      calls += 1;
      // The clock is asked once in a while only.
      if (calls % 16 !== 0 || Date.now() < next) return;
      next = Date.now() + interval;
      const text = oneLine(`${statements} statements, ${path}`);
      stderr.write(`\r\x1b[K${[...text].slice(0, (stderr.columns ?? 80) - 1).join('')}`);
      shown = true;
    },
    clear() {
      if (shown) stderr.write('\r\x1b[K');
    },
  };
}
