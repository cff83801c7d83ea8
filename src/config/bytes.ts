// Sizes as PostgreSQL writes them: `10MB`, or a number of bytes.
// https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES

/** A size as the config may write it; bytes without a unit. */
export const bytesPattern = /^\s*\d+(?:\.\d+)?\s*(?:B|kB|MB|GB|TB)?\s*$/;

const units: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };

/** Bytes of a text that matches `bytesPattern`, or of a number. */
export function parseBytes(value: string | number): number {
  if (typeof value === 'number') return value;
  const [, amount = '', unit = 'B'] = /([\d.]+)\s*([A-Za-z]+)?/.exec(value) ?? [];
  return Math.round(Number(amount) * (units[unit] ?? 1));
}
