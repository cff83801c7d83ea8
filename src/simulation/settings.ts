// The session settings that decide how long a migration waits and what its names mean, with the scope PostgreSQL gives each change.
// https://www.postgresql.org/docs/current/sql-set.html
import type { A_Const, FuncCall, Node, SelectStmt, VariableSetStmt } from '@pgsql/types';

/** A timeout; 0 is PostgreSQL's "wait forever". */
export interface TimeoutSetting {
  readonly milliseconds: number;
  /** `config`: the runner's or role's value as the project's config states it. */
  readonly setBy: 'session' | 'transaction' | 'config';
}

export interface Settings {
  /** Undefined: never set here, so the role's or database's value (most often none) holds. */
  readonly lockTimeout: TimeoutSetting | undefined;
  readonly statementTimeout: TimeoutSetting | undefined;
  readonly searchPath: readonly string[];
  readonly timeZone: string | undefined;
  /** `off` where check_function_bodies was switched off, as dumps do. */
  readonly checkFunctionBodies: string | undefined;
}

export const defaultSettings: Settings = {
  lockTimeout: undefined,
  statementTimeout: undefined,
  searchPath: ['public'],
  timeZone: undefined,
  checkFunctionBodies: undefined,
};

/** What the session holds beyond the transaction, and what SET LOCAL lays over it until the transaction ends. */
export interface SettingsState {
  readonly initial: Settings;
  readonly session: Settings;
  readonly local: Partial<Settings>;
}

export const startSettings = (initial: Settings): SettingsState => ({ initial, session: initial, local: {} });

export const inForce = (state: SettingsState): Settings => ({ ...state.session, ...state.local });

/** COMMIT ends SET LOCAL; the session's own settings stay. */
export const endLocal = (state: SettingsState): SettingsState => ({ ...state, local: {} });

/** A change that a statement makes: `value` undefined is RESET or DEFAULT. `refused`: SET LOCAL outside a transaction, which only warns. */
export interface SettingChange {
  readonly name: string;
  readonly values: readonly string[] | undefined;
  readonly local: boolean;
}

type Key = keyof Settings;

const keys: Record<string, Key> = {
  lock_timeout: 'lockTimeout',
  statement_timeout: 'statementTimeout',
  search_path: 'searchPath',
  timezone: 'timeZone',
  check_function_bodies: 'checkFunctionBodies',
};

/** Applies a change; SET LOCAL outside a transaction has no effect. */
export function applyChange(state: SettingsState, change: SettingChange, inTransaction: boolean): SettingsState {
  if (change.local && !inTransaction) return state;
  if (change.name === 'all') return { ...state, session: state.initial, local: {} };
  const key = keys[change.name];
  if (!key) return state;
  const value = change.values ? read(key, change.values, change.local) : state.initial[key];
  if (change.local) return { ...state, local: { ...state.local, [key]: value } };
  const { [key]: _, ...local } = state.local;
  return { ...state, session: { ...state.session, [key]: value }, local };
}

function read(key: Key, values: readonly string[], local: boolean): Settings[Key] {
  if (key === 'searchPath') return values.flatMap(splitPath);
  if (key === 'timeZone') return values[0];
  if (key === 'checkFunctionBodies') return /^(off|false|no|0)$/i.test(values[0] ?? '') ? 'off' : undefined;
  const milliseconds = parseDuration(values[0] ?? '');
  return milliseconds === undefined ? undefined : { milliseconds, setBy: local ? 'transaction' : 'session' };
}

/** `"$user", public` in one string (set_config) or as separate values (SET); `$user` has no schema of its own as a rule. */
function splitPath(value: string): string[] {
  const parts = value.includes(',') || value.includes('"') ? value.split(',').map(unquote) : [value];
  return parts.filter((part) => part !== '' && part !== '$user' && part !== 'pg_catalog');
}

const unquote = (part: string): string => {
  const text = part.trim();
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
};

const units: Record<string, number> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, as PostgreSQL reads a timeout: a number without unit is milliseconds. Undefined where it is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(text);
  const factor = match?.[2] ? units[match[2]] : 1;
  return match && factor !== undefined ? Math.round(Number(match[1]) * factor) : undefined;
}

/** What SET, RESET, SET TIME ZONE and DISCARD ALL change. */
export function changesOfSet(node: VariableSetStmt): SettingChange[] {
  if (node.kind === 'VAR_RESET_ALL') return [{ name: 'all', values: undefined, local: false }];
  const name = (node.name ?? '').toLowerCase();
  const local = node.is_local ?? false;
  if (node.kind === 'VAR_RESET' || node.kind === 'VAR_SET_DEFAULT') return [{ name, values: undefined, local }];
  if (node.kind !== 'VAR_SET_VALUE') return [];
  return [{ name, values: (node.args ?? []).flatMap((arg) => constantText(arg) ?? []), local }];
}

/** `SELECT set_config('lock_timeout', '5s', false)`, alone or among other columns. */
export function changesOfSelect(node: SelectStmt): SettingChange[] {
  return (node.targetList ?? []).flatMap((target) => {
    const value = (target as { ResTarget?: { val?: Node } }).ResTarget?.val;
    const call = (value as { FuncCall?: FuncCall } | undefined)?.FuncCall;
    return call ? (changeOfCall(call) ?? []) : [];
  });
}

function changeOfCall(call: FuncCall): SettingChange | undefined {
  const name = (call.funcname?.at(-1) as { String?: { sval?: string } } | undefined)?.String?.sval;
  const [setting, value, local] = call.args ?? [];
  if (name !== 'set_config' || !setting || !value || !local) return undefined;
  const [key, text] = [constantText(setting), constantText(value)];
  if (key === undefined || text === undefined) return undefined;
  return { name: key.toLowerCase(), values: [text], local: constantText(local) === 'true' };
}

/** The text of a constant: string, number or boolean, also under a cast. */
function constantText(node: Node): string | undefined {
  if ('TypeCast' in node) return node.TypeCast.arg ? constantText(node.TypeCast.arg) : undefined;
  if (!('A_Const' in node)) return undefined;
  const constant: A_Const = node.A_Const;
  if (constant.isnull) return undefined;
  if ('sval' in constant) return constant.sval?.sval ?? '';
  if ('ival' in constant) return String(constant.ival?.ival ?? 0);
  if ('fval' in constant) return constant.fval?.fval ?? '0';
  if ('boolval' in constant) return String(constant.boolval?.boolval ?? false);
  return undefined;
}
