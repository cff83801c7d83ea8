// What of a finding stays the same from run to run: its rule, its file and its statement, wherever that moves in the file.
import { createHash } from 'node:crypto';
import type { Finding } from './finding.ts';
import { fingerprintOf } from './fingerprint.ts';

/** `statement` is the fingerprint that a baseline knows it by; `unique` is its own among those of the report. 16 and 32 hexadecimal digits. */
export interface Identity {
  readonly statement: string;
  readonly unique: string;
}

type Identifiable = Pick<Finding, 'rule' | 'file' | 'sql'>;

/** An identity for each; equal ones of a file are told apart by their order. */
export function identities<T extends Identifiable>(items: Iterable<T>): Map<T, Identity> {
  const counts = new Map<string, number>();
  const known = new Map<string, string>();
  const found = new Map<T, Identity>();
  for (const item of items) {
    const statement = known.get(item.sql) ?? fingerprintOf(item.sql);
    known.set(item.sql, statement);
    const key = `${item.rule}\n${item.file}\n${statement}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    found.set(item, { statement, unique: hash(`${key}\n${count}`) });
  }
  return found;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
