// A new column is timestamp without time zone.
import {
  defineRule,
  effectsOn,
  isSpelt,
  list,
  nameOf,
  quoteIdent,
  typedColumns,
  withBetterTypes,
} from '../src/rule.ts';

export const timestampWithoutTimeZoneColumn = defineRule({
  id: 'timestamp-without-time-zone-column',
  summary: 'A new column is timestamp without time zone: what it holds depends on the zone of who wrote it',
  severity: 'info',
  concern: 'design',
  preset: 'strict',
  sources: ['https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29'],
  equivalents: { squawk: ['prefer-timestamp-tz', 'prefer-timestamptz'], migrationPilot: ['MP040'] },
  *check(step) {
    const columns = typedColumns(step).filter(({ column: { type } }) => type.name === 'timestamp' && !type.oid);
    const [first] = columns;
    if (!first) return;
    const names = list(columns.map(({ column }) => `${nameOf(step, first.table)}.${quoteIdent(column.name)}`));
    const instead = withBetterTypes(step, (column) =>
      isSpelt(column, 'timestamp') ? { spelling: 'timestamp', to: 'timestamptz' } : undefined,
    );
    yield {
      message: `${columns.length > 1 ? `Each of ${names}` : names} is timestamp without time zone, which says no moment: what it holds depends on the time zone of the session that wrote it.`,
      ...(instead ? { instead } : {}),
      effects: effectsOn(step, [first.table]),
    };
  },
});
