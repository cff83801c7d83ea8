// VACUUM and ANALYZE: of the tables named with what lies below them, or of the whole database.
// src/backend/commands/vacuum.c (expand_vacuum_rel, vacuum_rel), src/backend/commands/analyze.c
import type { VacuumRelation, VacuumStmt } from '@pgsql/types';
import { allRelations } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import { build, type Execution, fails, lock, refuseInTransaction, rewrite, scan, since } from './execution.ts';
import type { Family } from './family.ts';
import { indexesOf } from './index-match.ts';
import { rangeRelation } from './names.ts';
import { isOn, statementOptions } from './statement-options.ts';
import { descendants } from './tree.ts';

interface Work {
  readonly vacuum: boolean;
  readonly analyze: boolean;
  readonly full: boolean;
}

function vacuum(x: Execution, stmt: VacuumStmt): void {
  const options = statementOptions(stmt.options);
  const command = stmt.is_vacuumcmd ?? false;
  const work = {
    vacuum: command,
    analyze: !command || isOn(options, 'analyze'),
    full: command && isOn(options, 'full'),
  };
  const named = (stmt.rels ?? []).flatMap((node) => ('VacuumRelation' in node ? node.VacuumRelation : []));
  refuseOptions(x, options, work, named);
  if (x.failed) return;
  if (command) refuseInTransaction(x, 'VACUUM');
  if (x.failed || isOn(options, 'only_database_stats')) return;
  const targets = named.length > 0 ? named.flatMap((relation) => expand(x, relation)) : wholeDatabase(x);
  for (const target of targets) process(x, target, work);
}

/** When each option came; an older server does not recognise it. */
const optionSince: Readonly<Record<string, number>> = {
  process_toast: 14,
  process_main: 16,
  buffer_usage_limit: 16,
  skip_database_stats: 16,
  only_database_stats: 16,
};

const always = new Set([
  'verbose',
  'skip_locked',
  'analyze',
  'freeze',
  'full',
  'disable_page_skipping',
  'index_cleanup',
]);
const recognised = new Set([...always, 'truncate', 'parallel', ...Object.keys(optionSince)]);
const ofAnalyze = new Set(['verbose', 'skip_locked', 'buffer_usage_limit']);

function refuseOptions(
  x: Execution,
  options: Map<string, string | undefined>,
  work: Work,
  named: VacuumRelation[],
): void {
  const known = work.vacuum ? recognised : ofAnalyze;
  for (const name of options.keys()) {
    if (!known.has(name) || !since(x, optionSince[name] ?? 0)) {
      fails(x, `unrecognized ${work.vacuum ? 'VACUUM' : 'ANALYZE'} option "${name}"`, '42601');
      return;
    }
  }
  if (!since(x, 18) && named.some(({ relation }) => relation?.inh !== true)) {
    fails(x, 'syntax error at or near "ONLY"', '42601');
    return;
  }
  if (work.full && isOn(options, 'disable_page_skipping')) {
    fails(x, 'VACUUM option DISABLE_PAGE_SKIPPING cannot be used with FULL', '22023');
    return;
  }
  if (work.full && Number(options.get('parallel') ?? 0) > 0) {
    fails(x, 'VACUUM FULL cannot be performed in parallel', '22023');
    return;
  }
  if (!work.analyze && named.some(({ va_cols }) => va_cols?.length)) {
    fails(x, 'ANALYZE option must be specified when a column list is provided', '0A000');
  }
}

/** Partitions always come along; inheritance children since 18, unless ONLY is said, which for partitions too holds since 18. */
function expand(x: Execution, { relation: range }: VacuumRelation): Relation[] {
  const relation = rangeRelation(x, range);
  if (!relation) return [];
  const partitioned = relation.kind === 'partitioned-table';
  const below = since(x, 18) ? range?.inh === true : partitioned;
  return below ? [relation, ...descendants(x, relation)] : [relation];
}

/** get_all_vacuum_rels. */
const wholeDatabase = (x: Execution): Relation[] =>
  [...allRelations(x.catalog)].filter(({ kind }) => ['table', 'materialized-view', 'partitioned-table'].includes(kind));

const hasRows = ({ kind }: Relation): boolean => kind === 'table' || kind === 'materialized-view';

const skippedByVacuum = ({ kind }: Relation): boolean =>
  !['table', 'materialized-view', 'partitioned-table'].includes(kind);

/** Views and the like are let go as soon as their kind is seen; partitioned tables too, but they are part of the work. */
function process(x: Execution, relation: Relation, work: Work): void {
  if (work.vacuum && !skippedByVacuum(relation)) {
    lock(x, relation, work.full ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock');
    if (hasRows(relation) && work.full) rewriteAll(x, relation);
    else if (hasRows(relation)) scan(x, relation, 'vacuum');
  }
  if (work.analyze) analyze(x, relation);
}

function rewriteAll(x: Execution, relation: Relation): void {
  rewrite(x, relation, { cause: 'vacuum-full', why: 'VACUUM FULL writes the whole table anew' });
  for (const index of indexesOf(x, relation)) build(x, `${index.schema}.${index.name}`, relation);
}

/** Statistics over a whole inheritance tree read its members under ACCESS SHARE. */
function analyze(x: Execution, relation: Relation): void {
  if (relation.kind !== 'foreign-table' && skippedByVacuum(relation)) return;
  lock(x, relation, 'ShareUpdateExclusiveLock');
  if (hasRows(relation) || relation.kind === 'foreign-table') scan(x, relation, 'analyze');
  const below = descendants(x, relation).filter(({ kind }) => kind !== 'partitioned-table');
  for (const child of below) lock(x, child, 'AccessShareLock');
}

export const vacuumFamily: Family = {
  VacuumStmt: { source: 'sql-vacuum', run: vacuum },
};
