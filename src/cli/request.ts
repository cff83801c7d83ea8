// The command line and the config together, as what to select.
import type { Config, Override } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import type { Version } from '../postgres/versions.ts';
import type { Rule } from '../rule.ts';
import type { SelectionRequest } from '../selection/request.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

/** Throws a UserError for a config that is wrong. */
export async function requestFor(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<SelectionRequest> {
  const { postgres, mode, since, history, allowEmpty, stdinFilename } = asked;
  const config = await loadConfig(io.host, { explicit: asked.config, rules });
  const paths = asked.paths.filter((path) => path !== '-');
  const fromStdin = paths.length < asked.paths.length;
  if (stdinFilename !== undefined && !fromStdin) throw new UserError('usage', '--stdin-filename goes with the path -.');
  return {
    paths,
    mode,
    since,
    history,
    allowEmpty,
    ...(fromStdin ? { stdin: { name: stdinFilename, bytes: await io.stdin() } } : {}),
    config: postgres ? onVersion(config, postgres) : config,
  };
}

/** --pg-version holds for every file, whatever the config's overrides say. */
function onVersion(config: Config, postgres: Version): Config {
  const overrides = config.overrides.map(({ postgres: _, ...override }): Override => override);
  return { ...config, postgres, overrides };
}
