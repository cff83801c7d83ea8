// What one config silences that another did not, in sentences.
import { type Config, configFor, type FileConfig } from '../config/config.ts';
import { isInPreset } from '../config/preset.ts';
import { type Severity, severities } from '../findings/finding.ts';
import type { Rule } from '../rule.ts';

export interface Configs {
  readonly then: Config;
  readonly now: Config;
  readonly rules: readonly Rule[];
  /** The files judged, for which overrides may say something else. */
  readonly files: readonly string[];
}

const mostNamed = 20;

/** The first sentence names what is silenced; a second what else is not as it was. */
export function configChanges({ then, now, rules, files }: Configs): string[] {
  const silenced = rules.flatMap((rule) => loweredIn({ then, now, rules, files }, rule));
  const shown = silenced.slice(0, mostNamed);
  const more = silenced.length > mostNamed ? `, and ${silenced.length - mostNamed} rules more` : '';
  const name = now.file ?? then.file ?? 'the config';
  const what = then.file === undefined ? 'adds' : now.file === undefined ? 'removes' : 'edits';
  const first =
    silenced.length === 0
      ? `This change ${what} the linter's config ${name}; no rule is off or less severe for that.`
      : `This change ${what} the linter's config ${name} and silences rules: ${shown.join(', ')}${more}.`;
  const keys = changedKeys(then, now);
  return keys.length === 0 ? [first] : [first, `It sets other things in the config, too: ${keys.join(', ')}.`];
}

/** `rule is off (was error)`, for the whole project or for a judged file. */
function loweredIn({ then, now, files }: Configs, rule: Rule): string[] {
  const everywhere = lowered(rule, then, now);
  if (everywhere !== undefined) return [`${rule.id} is ${everywhere}`];
  for (const file of files) {
    const here = lowered(rule, configFor(then, file), configFor(now, file));
    if (here !== undefined) return [`${rule.id} is ${here} for ${file}`];
  }
  return [];
}

type Settings = Pick<FileConfig, 'rules' | 'preset'>;

function lowered(rule: Rule, then: Settings, now: Settings): string | undefined {
  const [before, after] = [severityIn(rule, then), severityIn(rule, now)];
  return rank(after) > rank(before) ? `${after} (was ${before})` : undefined;
}

const severityIn = (rule: Rule, { rules, preset }: Settings): Severity | 'off' =>
  rules[rule.id]?.severity ?? (isInPreset(rule, preset) ? rule.severity : 'off');

const rank = (severity: Severity | 'off'): number =>
  severity === 'off' ? severities.length : severities.indexOf(severity);

/** Where a config is, and what the rules make of it, is no key that is set. */
const unmentioned = new Set(['file', 'root', 'cwd', 'preset', 'rules']);

function changedKeys(then: Config, now: Config): string[] {
  const keys = [...new Set([...Object.keys(then), ...Object.keys(now)])] as (keyof Config)[];
  const changed = keys.filter((key) => !unmentioned.has(key) && !isEqual(then[key], now[key]));
  const options = Object.keys({ ...then.rules, ...now.rules }).filter(
    (id) => !isEqual(then.rules[id]?.options ?? {}, now.rules[id]?.options ?? {}),
  );
  return [
    ...changed.map((key) => (key === 'failOn' ? `\`failOn\` (${now.failOn}, was ${then.failOn})` : `\`${key}\``)),
    ...(options.length > 0 ? [`options of ${options.join(', ')}`] : []),
  ];
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
