// Which Laravel a project uses, as far as what it sends differs.

export interface Version {
  readonly major: number;
  readonly minor: number;
  /** Up to Laravel 10 doctrine/dbal changes columns, which version 10 does by itself where that is missing. */
  readonly hasDbal?: boolean;
}

/** The lock file says it exactly; what composer.json allows is taken to be the newest. */
export function versionIn(lock: string, manifest: string): Version | undefined {
  const hasDbal = /"doctrine\/dbal"/.test(lock === '' ? manifest : lock);
  const locked = /"name":\s*"(?:laravel\/framework|illuminate\/database)",\s*"version":\s*"v?(\d+)\.(\d+)/.exec(lock);
  if (locked) return { major: Number(locked[1]), minor: Number(locked[2]), hasDbal };
  const allowed = /"(?:laravel\/framework|illuminate\/database)":\s*"([^"]*)"/.exec(manifest)?.[1];
  const majors = [...(allowed ?? '').matchAll(/(?:^|[^.\d])(\d+)(?=[.\s|*,]|$)/g)].map(([, major]) => Number(major));
  return majors.length > 0 ? { major: Math.max(...majors), minor: 99, hasDbal } : undefined;
}

export const newest: Version = { major: 13, minor: 99 };

export const isSince = ({ major, minor }: Version, sinceMajor: number, sinceMinor = 0): boolean =>
  major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);

export const altersByItself = (version: Version): boolean =>
  isSince(version, 11) || (isSince(version, 10) && !version.hasDbal);
