// Timeouts as PostgreSQL writes them: `5s`, `500ms`, or a number of milliseconds.
// https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES

/** A duration as the config may write it; milliseconds without a unit. */
export const durationPattern = /^\s*\d+(?:\.\d+)?\s*(?:us|ms|s|min|h|d)?\s*$/;

const milliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `5s`, `500ms` or `500`; undefined where the text is no duration. PostgreSQL rounds to whole milliseconds. */
export function parseDuration(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
  if (!durationPattern.test(value)) return undefined;
  const [, amount = '', unit = 'ms'] = /([\d.]+)\s*([a-z]+)?/.exec(value) ?? [];
  return Math.round(Number(amount) * (milliseconds[unit] ?? 1));
}
