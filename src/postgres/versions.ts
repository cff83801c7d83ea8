// The PostgreSQL versions that the facts cover, and how a version is written.

/** `minor` matters only to a few facts (14.0–14.3's CONCURRENTLY corruption); absent means the newest. */
export interface Version {
  readonly major: number;
  readonly minor?: number;
}

export const supportedMajors = [13, 14, 15, 16, 17, 18] as const;

/** The oldest major still in support when this was written: what a project that says nothing most likely has at least. */
export const defaultVersion: Version = { major: 15 };

/** Whether `version` is of major `major` or newer. */
export const since = (version: Version, major: number): boolean => version.major >= major;

/**
 * Reads `16` or `14.2`. 19 is read with 18's grammar and facts.
 * Returns undefined where the text is no version of 13 to 19.
 */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d{1,2})(?:\.(\d{1,3}))?$/.exec(text.trim());
  if (!match) return undefined;
  const major = Number(match[1]);
  if (major < 13 || major > 19) return undefined;
  return match[2] === undefined ? { major } : { major, minor: Number(match[2]) };
}

export const formatVersion = (version: Version): string =>
  version.minor === undefined ? `${version.major}` : `${version.major}.${version.minor}`;
