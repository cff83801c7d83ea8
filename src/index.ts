// The library's public face.
export { rules } from '../rules/index.ts';
export { nodeHost } from './cli/host.ts';
export { type Config, defaultConfig } from './config/config.ts';
export { loadConfig } from './config/load.ts';
export { UserError } from './config/user-error.ts';
export { explain, explainSql } from './explain.ts';
export type { Finding, Report, Severity, Verdict } from './findings/finding.ts';
export { type LintOptions, lint } from './lint.ts';
export type { Effect } from './postgres/effect.ts';
export { explainJson } from './reporters/explain-json.ts';
export type { Explanation } from './reporters/explanation.ts';
export { jsonReport } from './reporters/json.ts';
export { textReport } from './reporters/text.ts';
export { defineRule, type Problem, type Rule, type RunView, type Step } from './rule.ts';
export type { Host } from './selection/host.ts';
export type { SelectionRequest } from './selection/request.ts';
