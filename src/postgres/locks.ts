// PostgreSQL's eight table-level lock modes: their names, their order of strength and which conflict with which.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES

/** Weakest first; the names are those of `pg_locks.mode`. */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

export type LockMode = (typeof lockModes)[number];

const conflicts: Record<LockMode, readonly LockMode[]> = {
  AccessShareLock: ['AccessExclusiveLock'],
  RowShareLock: ['ExclusiveLock', 'AccessExclusiveLock'],
  RowExclusiveLock: ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'],
  ShareUpdateExclusiveLock: lockModes.slice(3),
  ShareLock: lockModes.slice(2).filter((mode) => mode !== 'ShareLock'),
  ShareRowExclusiveLock: lockModes.slice(2),
  ExclusiveLock: lockModes.slice(1),
  AccessExclusiveLock: lockModes,
};

/** Whether a session that asks for `b` waits while another holds `a` (the relation is symmetric). */
export const conflict = (a: LockMode, b: LockMode): boolean => conflicts[a].includes(b);

export const strength = (mode: LockMode): number => lockModes.indexOf(mode);

export const isWeaker = (a: LockMode, b: LockMode): boolean => strength(a) < strength(b);

export const strongest = (a: LockMode, b: LockMode): LockMode => (strength(a) >= strength(b) ? a : b);

/** SELECT has to wait. */
export const blocksReads = (mode: LockMode): boolean => conflict(mode, 'AccessShareLock');

/** INSERT, UPDATE and DELETE have to wait. */
export const blocksWrites = (mode: LockMode): boolean => conflict(mode, 'RowExclusiveLock');

/** The name as SQL spells it: `ShareRowExclusiveLock` is `SHARE ROW EXCLUSIVE`. */
export const lockName = (mode: LockMode): string =>
  mode
    .replace(/Lock$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase();
