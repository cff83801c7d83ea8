// The presets: which rules are on where the config does not say so rule by rule. Each holds the one before it.
import type { Rule } from '../rule.ts';

/**
 * `locks-only`: what makes requests wait or the deployment fail, without advice. `recommended`: all but matters of taste.
 * `strict`: every rule.
 */
export const presets = ['locks-only', 'recommended', 'strict'] as const;
export type Preset = (typeof presets)[number];

export const defaultPreset: Preset = 'recommended';

type Placed = Pick<Rule, 'preset' | 'concern' | 'severity'>;

/** The first preset that the rule is in. */
export function presetOf({ preset, concern, severity }: Placed): Preset {
  if (preset === 'strict') return 'strict';
  return (concern === 'locks' || concern === 'deploy') && severity !== 'info' ? 'locks-only' : 'recommended';
}

export const isInPreset = (rule: Placed, preset: Preset): boolean =>
  presets.indexOf(presetOf(rule)) <= presets.indexOf(preset);
