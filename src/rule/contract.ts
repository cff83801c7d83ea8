// What a rule is: facts about a statement and its circumstances in, problems out.
import type { Severity } from '../findings/finding.ts';
import type { Catalog } from '../postgres/catalog/catalog.ts';
import type { Effect } from '../postgres/effect.ts';
import type { Version } from '../postgres/versions.ts';
import type { Step } from '../simulation/step.ts';

export interface Problem {
  readonly message: string;
  readonly instead?: string;
  /** Defaults to the rule's severity (or the config's). */
  readonly severity?: Severity;
  /** Earlier steps that have to do with it, each with a sentence. */
  readonly related?: readonly { readonly step: Step; readonly message: string }[];
  /** The effects it rests on: they become the table of relations. */
  readonly effects?: readonly Effect[];
  /** For what a later statement may put right. */
  readonly stands?: Stands;
}

/** A problem that stands only if this holds of the schema that the run, or the project's last migration, leaves. Keep no step in it. */
export interface Stands {
  readonly atEndOf: 'run' | 'project';
  readonly if: (end: Catalog) => boolean;
}

/** What a rule may know beyond the statement. */
export interface RunView {
  readonly version: Version;
  /** This rule's options from the config, validated. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The steps of this step's transaction that came before it (empty in autocommit). */
  readonly earlierInTransaction: readonly Step[];
  /** A note that this rule made in this run: for "once per transaction" and the like. */
  readonly memory: Map<unknown, unknown>;
}

/**
 * What a rule is about. `locks`: requests wait. `compatibility`: the running application breaks. `data`: rows are lost or
 * changed. `deploy`: the migration itself fails, or leaves a part undone. `design`: it will hurt later. `process`: how
 * migrations are written and shipped.
 */
export const concerns = ['locks', 'compatibility', 'data', 'deploy', 'design', 'process'] as const;
export type Concern = (typeof concerns)[number];

/** Rules of other tools that find the same, by the ids those tools give them. */
export interface Equivalents {
  readonly squawk?: readonly string[];
  readonly eugene?: readonly string[];
  readonly strongMigrations?: readonly string[];
  readonly migrationPilot?: readonly string[];
}

export interface Rule {
  /** Reads after the word "allow": `blocking-index-build`. */
  readonly id: string;
  /** One line for tables. */
  readonly summary: string;
  readonly severity: Severity;
  readonly concern: Concern;
  /** Whether what it warns of takes longer the larger its finding's tables are; default: an error about locks does. */
  readonly grows?: boolean;
  /** The first preset that it is in; without it `recommended`. A rule of `strict` is off unless the config says otherwise. */
  readonly preset?: 'strict';
  readonly equivalents?: Equivalents;
  /** Documentation pages and incident reports. */
  readonly sources: readonly string[];
  /** Options with their defaults, as a JSON-schema-like description. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** Ids it had before. */
  readonly aliases?: readonly string[];
  readonly check: (step: Step, run: RunView) => Iterable<Problem>;
}

export interface RuleOption {
  readonly type: 'number' | 'string' | 'boolean' | 'string[]';
  readonly default: unknown;
  readonly description: string;
}

export const defineRule = (rule: Rule): Rule => rule;
