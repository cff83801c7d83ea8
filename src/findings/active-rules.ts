// The rules that hold for a file, with the severity and the options that the config gives them.
import type { FileConfig } from '../config/config.ts';
import { isInPreset } from '../config/preset.ts';
import type { Rule } from '../rule.ts';
import type { Severity } from './finding.ts';

export interface ActiveRule {
  readonly rule: Rule;
  /** The config's, which then also wins over the problem's own. */
  readonly severity: Severity | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

type Settings = Pick<FileConfig, 'rules' | 'preset'>;

/** `configFor` yields what holds for a path; rules that it turns off are left out. Computed once per distinct setting. */
export function activeRules(
  rules: readonly Rule[],
  configFor: (path: string) => Settings,
): (path: string) => readonly ActiveRule[] {
  const known = new WeakMap<object, Map<string, readonly ActiveRule[]>>();
  return (path) => {
    const settings = configFor(path);
    const byPreset = known.get(settings.rules) ?? new Map<string, readonly ActiveRule[]>();
    const active = byPreset.get(settings.preset) ?? rules.flatMap((rule) => activate(rule, settings));
    known.set(settings.rules, byPreset.set(settings.preset, active));
    return active;
  };
}

/** A severity in the config wins over the preset; options alone turn nothing on. */
function activate(rule: Rule, settings: Settings): ActiveRule[] {
  const { severity, options } = settings.rules[rule.id] ?? {};
  if (severity === 'off' || (severity === undefined && !isInPreset(rule, settings.preset))) return [];
  const defaults = Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]);
  return [{ rule, severity, options: { ...Object.fromEntries(defaults), ...options } }];
}
