// An effect or a gap in the form that other programs read (docs/explain.md): relations as `schema.name`, nothing of ours in it.

import { type Effect, qualifiedName, type RelationRef } from '../postgres/effect.ts';
import type { Gap } from '../source/gap.ts';

export type ExplainedEffect = Record<string, unknown> & { kind: Effect['kind'] };

const relationFields = (relation: RelationRef) => ({ relation: qualifiedName(relation) });

/** One effect in the contract's form. */
export function describeEffect(effect: Effect): ExplainedEffect {
  const rest = { certain: effect.certain, ...(effect.unless === undefined ? {} : { unless: effect.unless }) };
  switch (effect.kind) {
    case 'lock': {
      const { kind, relation, mode } = effect;
      return { kind, ...relationFields(relation), relationKind: relation.kind, mode, ...rest };
    }
    case 'build':
      return { kind: 'build', index: effect.index, ...relationFields(effect.relation), ...rest };
    case 'scan':
      return { kind: 'scan', ...relationFields(effect.relation), purpose: effect.purpose, ...rest };
    case 'rewrite':
      return { kind: 'rewrite', ...relationFields(effect.relation), ...rest };
    case 'write':
      return { kind: 'write', ...relationFields(effect.relation), command: effect.command, ...rest };
    case 'wait':
      return { kind: 'wait', for: effect.for, ...relationFields(effect.relation), ...rest };
    case 'fails':
      return { kind: 'fails', when: effect.when, message: effect.message, ...rest };
    case 'unknown':
      return { kind: 'unknown', reason: effect.reason, ...rest };
    default: {
      const { kind, name, to } = effect.object;
      return { kind: effect.kind, object: { kind, name, ...(to === undefined ? {} : { to }) }, ...rest };
    }
  }
}

/** `start` and `end` are absent where the gap is the file as a whole. */
export const describeGap = ({ kind, file, span, reason }: Gap) => ({ kind, file, ...span, reason });
