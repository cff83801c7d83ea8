// A foreign key that does not say what becomes of its rows when the referenced one is deleted.
import { addedConstraints, defineRule, effectsOn, nameOf, quoteIdent, relationOf, writingOf } from '../src/rule.ts';

export const foreignKeyWithoutOnDelete = defineRule({
  id: 'foreign-key-without-on-delete',
  summary: 'A foreign key does not say ON DELETE: deleting a referenced row fails',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  equivalents: { migrationPilot: ['MP086'] },
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  *check(step) {
    for (const key of addedConstraints(step, 'foreign-key')) {
      const written = writingOf(step, key);
      const referenced = relationOf(step, key.references);
      if (!written || !referenced || /\bon\s+delete\b/i.test(written.clause)) continue;
      yield {
        message: `The foreign key ${quoteIdent(key.name)} does not say ON DELETE: to delete a row of ${nameOf(step, referenced)} that is referenced fails.`,
        effects: effectsOn(step, [referenced]),
      };
    }
  },
});
