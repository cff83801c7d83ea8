// The command line and the config together, as what to select.
import { resolve } from 'node:path';
import type { Config, Override } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import type { Rule } from '../rule.ts';
import type { SelectionRequest } from '../selection/request.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

/** Throws a UserError for a config that is wrong. */
export async function requestFor(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<SelectionRequest> {
  const { postgres, preset, mode, since, down, history, allowEmpty, stdinFilename } = asked;
  const config = await loadConfig(io.host, { explicit: asked.config, rules });
  const paths = asked.paths.filter((path) => path !== '-');
  const fromStdin = paths.length < asked.paths.length;
  if (stdinFilename !== undefined && !fromStdin) throw new UserError('usage', '--stdin-filename goes with the path -.');
  return {
    paths,
    mode,
    since,
    ...(down ? { direction: 'down' as const } : {}),
    history,
    allowEmpty,
    ...(fromStdin ? { stdin: { name: stdinFilename, bytes: await io.stdin() } } : {}),
    config: {
      ...everywhere(config, { ...(postgres ? { postgres } : {}), ...(preset ? { preset } : {}) }),
      ...statsOf(io, asked),
    },
  };
}

/** --stats is relative to the working directory, not to the config. */
function statsOf(io: Io, { stats }: Arguments): Pick<Config, 'stats'> {
  if (stats === undefined) return {};
  return { stats: stats === false ? false : resolve(io.host.cwd, stats) };
}

/** --pg-version and --preset hold for every file, whatever the config's overrides say. */
function everywhere(config: Config, given: Pick<Partial<Config>, 'postgres' | 'preset'>): Config {
  const overrides = config.overrides.map((override): Override => ({ ...override, ...given }));
  return { ...config, ...given, overrides };
}
