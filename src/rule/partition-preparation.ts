// The indexes and foreign keys that ATTACH PARTITION would make under its locks, as statements for the partition beforehand.
import type { Node } from '@pgsql/types';
import { findRelation, getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint, IndexInfo, Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { columnsOf } from './catalog.ts';
import { effectsOf, scansOf } from './facts.ts';
import { keyText } from './foreign-keys.ts';
import { nameOf, quoteIdent } from './names.ts';

export interface Prepared {
  /** CREATE INDEX CONCURRENTLY. */
  readonly builds: readonly string[];
  /** Brief: constraints that take over an index, and keys NOT VALID. */
  readonly adds: readonly string[];
  readonly validates: readonly string[];
}

/** Undefined where the catalog does not tell enough to write them, or other tables than the partition are read for them. */
export function preparedPartition(step: Step, partition: Relation): Prepared | undefined {
  if (partition.partitionKey) return undefined;
  const indexes = effectsOf(step, 'build').map(({ index, relation }) =>
    relation.oid === partition.oid ? indexBuild(step, partition, index) : undefined,
  );
  const keys = madeKeys(step, partition).map((key) => keyAdd(step, partition, key));
  const parts = [...indexes, ...keys];
  const unknownKeys = scansOf(step, 'foreign-key').length > 0 && keys.length === 0;
  if (unknownKeys || parts.some((part) => part === undefined)) return undefined;
  const all = (of: keyof Prepared) => parts.flatMap((part) => part?.[of] ?? []);
  return { builds: all('builds'), adds: all('adds'), validates: all('validates') };
}

/** Those that the partition gets from the partitioned table. */
const madeKeys = (step: Step, { oid }: Relation): Constraint[] =>
  (relationBy(step.after, oid)?.constraints ?? [])
    .flatMap((one) => getAs(step.after, one, 'constraint') ?? [])
    .filter(({ kind, parent, born }) => kind === 'foreign-key' && parent !== undefined && born === step.index);

function keyAdd(step: Step, partition: Relation, key: Constraint): Prepared | undefined {
  const text = keyText(step, key);
  const [head, name] = [`ALTER TABLE ${nameOf(step, partition)}`, quoteIdent(key.name)];
  if (!text || !key.enforced) return undefined;
  return {
    builds: [],
    adds: [`${head} ADD CONSTRAINT ${name} ${text} NOT VALID`],
    validates: [`${head} VALIDATE CONSTRAINT ${name}`],
  };
}

function indexBuild(step: Step, partition: Relation, qualified: string): Prepared | undefined {
  const made = findRelation(step.after, partition.schema, qualified.slice(partition.schema.length + 1));
  const index = made?.index;
  if (!made || !index || !isPlain(index)) return undefined;
  const keys = columnsOf(partition, index.keys as readonly number[]).map(quoteIdent);
  const include = columnsOf(partition, index.include).map(quoteIdent);
  const using = index.method === 'btree' ? '' : ` USING ${index.method}`;
  const [table, name] = [nameOf(step, partition), quoteIdent(made.name)];
  const more = `${include.length > 0 ? ` INCLUDE (${include.join(', ')})` : ''}${index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''}`;
  const build = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${name} ON ${table}${using} (${keys.join(', ')})${more}`;
  if (index.constraint === undefined) return { builds: [build], adds: [], validates: [] };
  const isNotNull = partition.columns.every(({ number, notNull }) => notNull || !index.keys.includes(number));
  if (index.exclusion || (index.primary && !isNotNull)) return undefined;
  const kind = index.primary ? 'PRIMARY KEY' : 'UNIQUE';
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${kind} USING INDEX ${name}`;
  return { builds: [build], adds: [add], validates: [] };
}

/** Columns alone, in the usual order and by the usual operators. */
const isPlain = ({ keys, hasExpressions, partial, definition, operatorClasses = [] }: IndexInfo): boolean =>
  !hasExpressions &&
  !partial &&
  keys.every((key) => key !== undefined) &&
  operatorClasses.every((one) => one === '') &&
  elementsOf(definition).every(
    ({ ordering, nulls_ordering, collation, opclass }) =>
      !collation && !opclass && usual(ordering) && usual(nulls_ordering),
  );

const usual = (word: string | undefined): boolean => word === undefined || /_DEFAULT$/.test(word);

const elementsOf = (definition: Node | undefined) =>
  definition && 'IndexStmt' in definition
    ? (definition.IndexStmt.indexParams ?? []).flatMap((one) => ('IndexElem' in one ? one.IndexElem : []))
    : [];
