// Width and colour of the report: the terminal's, unless the user or the environment says otherwise.
import { type Display, noPaint } from '../reporters/terminal.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

export const widthWithoutTerminal = 100;
const narrowest = 40;

/** https://no-color.org and https://force-color.org; --color wins over both. */
export async function displayFor(io: Io, { color, quiet }: Pick<Arguments, 'color' | 'quiet'>): Promise<Display> {
  const width = io.stdout.isTTY ? Math.max(io.stdout.columns ?? 80, narrowest) : widthWithoutTerminal;
  return { width, quiet, paint: isColoured(io, color) ? await colours() : noPaint };
}

function isColoured({ env, stdout }: Io, color: Arguments['color']): boolean {
  if (color !== 'auto') return color === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stdout.isTTY === true && env.TERM !== 'dumb';
}

async function colours(): Promise<Display['paint']> {
  const { default: picocolors } = await import('picocolors');
  return picocolors.createColors(true);
}
