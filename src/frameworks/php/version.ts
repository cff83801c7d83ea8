// Which version of a package a project uses, as far as what it sends differs.

export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** The lock file says it exactly; what composer.json allows is taken to be the newest. `packages`: of which any tells. */
export function versionIn(lock: string, manifest: string, packages: readonly string[]): Version | undefined {
  const names = packages.join('|');
  const locked = new RegExp(`"name":\\s*"(?:${names})",\\s*"version":\\s*"v?(\\d+)\\.(\\d+)`).exec(lock);
  if (locked) return { major: Number(locked[1]), minor: Number(locked[2]) };
  const allowed = new RegExp(`"(?:${names})":\\s*"([^"]*)"`).exec(manifest)?.[1];
  const majors = [...(allowed ?? '').matchAll(/(?:^|[^.\d])(\d+)(?=[.\s|*,]|$)/g)].map(([, major]) => Number(major));
  return majors.length > 0 ? { major: Math.max(...majors), minor: 99 } : undefined;
}

export const isSince = ({ major, minor }: Version, sinceMajor: number, sinceMinor = 0): boolean =>
  major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
