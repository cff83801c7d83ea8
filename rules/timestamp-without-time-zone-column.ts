// A new column is timestamp without time zone.
import { defineRule, isSpelt, typeProblem } from '../src/rule.ts';

export const timestampWithoutTimeZoneColumn = defineRule({
  id: 'timestamp-without-time-zone-column',
  summary: 'A new column is timestamp without time zone: what it holds depends on the zone of who wrote it',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29'],
  equivalents: { squawk: ['prefer-timestamp-tz', 'prefer-timestamptz'], migrationPilot: ['MP040'] },
  *check(step) {
    const problem = typeProblem(step, ({ column: { type } }) => type.name === 'timestamp' && !type.oid, {
      words: (names, count) =>
        `${count > 1 ? `Each of ${names}` : names} is timestamp without time zone, which says no moment: what it holds depends on the time zone of the session that wrote it.`,
      better: (column) => (isSpelt(column, 'timestamp') ? { spelling: 'timestamp', to: 'timestamptz' } : undefined),
    });
    if (problem) yield problem;
  },
});
