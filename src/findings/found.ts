// A rule's problem made a finding: its severity and circumstances here, its place, and what is known of its tables' sizes.
import { type Catalog, relationBy } from '../postgres/catalog/catalog.ts';
import { qualifiedName, type RelationRef } from '../postgres/effect.ts';
import { blockingLocks, hasLockTimeout, type Problem } from '../rule.ts';
import type { Step } from '../simulation/step.ts';
import type { ActiveRule } from './active-rules.ts';
import { circumstancesOf, severityOf, type Watch } from './circumstances.ts';
import { excerptOf } from './excerpt.ts';
import type { Finding } from './finding.ts';
import { replacementOf } from './replacement.ts';
import type { Measurable } from './sizes.ts';

/** Where a problem was found. */
export interface Found {
  readonly active: ActiveRule;
  /** The statement, and the one of those that it runs that has the problem. */
  readonly whole: Step;
  readonly step: Step;
  readonly watch: Watch;
  /** The catalog as the run finds it. */
  readonly deployed: Catalog | undefined;
  readonly sized: ((finding: Finding, about: Measurable) => Finding) | undefined;
}

export function findingOf(problem: Problem, found: Found): Finding {
  const { step, active, deployed = step.before, sized } = found;
  const finding = unsized(problem, found);
  if (!sized) return finding;
  return sized(finding, {
    rule: active.rule,
    isSeveritySet: active.severity !== undefined,
    queues: blockingLocks(step).length > 0 && !hasLockTimeout(step),
    effects: step.effects,
    deployed: (relation) => deployedName(deployed, relation, step),
  });
}

/** Its name where nothing of the run is applied yet: the run may have renamed it, or made it. */
function deployedName(deployed: Catalog, relation: RelationRef, step: Step): string | undefined {
  const before = relationBy(deployed, relation.oid);
  if (before) return qualifiedName(before);
  return step.isNew(relation) ? undefined : qualifiedName(relation);
}

function unsized(problem: Problem, { active: { rule, severity }, whole, step, watch }: Found): Finding {
  const { statement } = whole;
  const { message } = problem;
  // What a body's earlier statements made is not there for SQL that stands in place of the whole.
  const instead = step.before === whole.before ? problem.instead : undefined;
  const replacement = instead === undefined ? undefined : replacementOf(instead, whole);
  return {
    rule: rule.id,
    severity: severity ?? severityOf(step, rule, problem.severity ?? rule.severity),
    file: statement.file,
    span: statement.span,
    message,
    circumstances: circumstancesOf(watch, step, rule, message),
    ...(instead === undefined ? {} : { instead, migration: whole.file }),
    ...(replacement ? { replacement } : {}),
    related: (problem.related ?? []).map((other) => ({
      file: other.step.statement.file,
      span: other.step.statement.span,
      message: other.message,
    })),
    effects: problem.effects ?? step.effects,
    sql: statement.sql,
    excerpt: excerptOf(statement.source, statement.span),
    status: 'open',
  };
}
