// `ActiveRecord::Migration[7.1]`: what the versions make differently of the same code.
import type { PlainObject } from './options.ts';

/** 701 for 7.1. */
export type Version = number;

export const newest: Version = 9900;

/** Without one it is 4.2; the versions of others that build on ActiveRecord's are not known. */
export function versionOf(superclasses: readonly string[]): Version {
  const pattern = /^(?:::)?ActiveRecord::Migration(?:\[(\d+)\.(\d+)\])?$/;
  const written = superclasses.map((superclass) => pattern.exec(superclass.replaceAll(/\s/g, ''))).find(Boolean);
  if (!written) return newest;
  return written[1] === undefined ? 402 : Number(written[1]) * 100 + Number(written[2]);
}

/** Until 5.0 keys were integers; until 4.2 references had no index. */
export function referenceOptions(options: PlainObject, version: Version): PlainObject {
  const type = version < 501 ? { type: 'integer' } : {};
  const index = version < 500 ? { index: false } : {};
  return { ...type, ...index, ...options };
}

export function timestampOptions(options: PlainObject, version: Version): PlainObject {
  const precision = 'precision' in options ? options.precision : version < 600 ? null : 6;
  const isNull = options.null ?? version < 500;
  return { ...options, null: isNull, precision };
}

export const hasLegacyIndexNames = (version: Version): boolean => version < 701;
