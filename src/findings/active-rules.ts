// The rules that hold for a file, with the severity and the options that the config gives them.
import type { FileConfig } from '../config/config.ts';
import type { Rule } from '../rule.ts';
import type { Severity } from './finding.ts';

export interface ActiveRule {
  readonly rule: Rule;
  /** The config's, which then also wins over the problem's own. */
  readonly severity: Severity | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** `configFor` yields what holds for a path; rules that it turns off are left out. Computed once per distinct setting. */
export function activeRules(
  rules: readonly Rule[],
  configFor: (path: string) => Pick<FileConfig, 'rules'>,
): (path: string) => readonly ActiveRule[] {
  const known = new WeakMap<object, readonly ActiveRule[]>();
  return (path) => {
    const settings = configFor(path).rules;
    const active = known.get(settings) ?? rules.flatMap((rule) => activate(rule, settings));
    known.set(settings, active);
    return active;
  };
}

function activate(rule: Rule, settings: FileConfig['rules']): ActiveRule[] {
  const { severity, options } = settings[rule.id] ?? {};
  if (severity === 'off' || (severity === undefined && rule.preset === 'strict')) return [];
  const defaults = Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]);
  return [{ rule, severity, options: { ...Object.fromEntries(defaults), ...options } }];
}
