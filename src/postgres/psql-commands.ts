// What psql's backslash commands do, as far as it changes what the server is sent.
// https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS

/** Commands that end the open statement and send it. */
export const sendsStatement: ReadonlySet<string> = new Set([
  'g',
  'gx',
  'gset',
  'gexec',
  'crosstabview',
  'watch',
  'sendpipeline',
]);

/** Commands that end the open statement without running it. */
export const dropsStatement: ReadonlySet<string> = new Set(['r', 'reset', 'gdesc', 'parse']);

export const includes: ReadonlySet<string> = new Set(['i', 'include', 'ir', 'include_relative']);

/** Commands that show or format, or that only change psql itself. */
const harmless: ReadonlySet<string> = new Set(
  `a bind C cd close close_prepared conninfo copyright echo encoding endpipeline errverbose f flush flushrequest getenv getresults h H
  help html l list o out p password print prompt pset qecho restrict s setenv sf sf+ startpipeline sv sv+ syncpipeline t T timing
  unrestrict w warn write x z \\ ?`.split(/\s+/),
);

/** All of psql's commands that begin with d describe; l+ and z+ list. */
export const isHarmless = (name: string): boolean => harmless.has(name) || /^(?:d[a-zA-Z]*\+?|[lz]x?\+?)$/.test(name);

/** Why what a command does can't be read; undefined for one that psql does not have. */
export function unreadable(name: string): string | undefined {
  if (name === '!') return 'runs a shell command, whose effect cannot be read';
  if (['e', 'edit', 'ef', 'ev'].includes(name)) return 'opens an editor, so what runs cannot be read';
  if (name === 'bind_named') return 'runs a statement prepared earlier, which is not read';
  if (name.startsWith('lo_')) return 'changes or reads large objects, which is not read';
  return undefined;
}
