// Index builds in the user's own words, for advice: the same index CONCURRENTLY, partition by partition where it must be.

import { relationBy } from '../postgres/catalog/catalog.ts';
import type { Constraint, Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { briefTimeout, outsideTransaction, patiently, type Stage } from './advice.ts';
import { constraintColumns } from './catalog.ts';
import { namesOf, type WrittenConstraint } from './constraints.ts';
import { effectsOf } from './facts.ts';
import { nameOf, quoteIdent } from './names.ts';
import { tokensOf } from './text.ts';

export interface IndexText {
  readonly unique: boolean;
  /** As written; undefined where PostgreSQL chooses it. */
  readonly name: string | undefined;
  /** `orders`, as written. */
  readonly table: string;
  /** `USING gin (tags) WHERE …` */
  readonly rest: string;
}

/** A CREATE INDEX taken apart; undefined for other statements. */
export function indexText({ statement: { kind, sql } }: Step): IndexText | undefined {
  if (kind !== 'IndexStmt') return undefined;
  const tokens = tokensOf(sql);
  const words = tokens.map(({ text }) => text.toLowerCase());
  const on = words.indexOf('on');
  const start = words[on + 1] === 'only' ? on + 2 : on + 1;
  let end = start;
  while (words[end + 1] === '.') end += 2;
  const before = words.slice(0, on);
  const named = !['index', 'concurrently', 'exists'].includes(before.at(-1) ?? '');
  const name = named ? tokens[on - 1]?.text : undefined;
  const [first, last] = [tokens[start], tokens[end]];
  if (on < 0 || !first || !last) return undefined;
  const table = sql.slice(first.start, last.end);
  return { unique: before.includes('unique'), name, table, rest: sql.slice(last.end).trim() };
}

/** Takes away what a failed run of a CREATE INDEX may have left; `name` as written. */
export const indexDrop = (step: Step, name: string): string => {
  const schema = /^(.*)\.[^.]+$/.exec(indexText(step)?.table ?? '')?.[1];
  return `DROP INDEX CONCURRENTLY IF EXISTS ${schema === undefined ? '' : `${schema}.`}${name}`;
};

export interface BuildOptions {
  /** The index's name where the statement gives none. */
  readonly chosen?: string;
  /** Statements to run before, outside a transaction too. */
  readonly first?: readonly string[];
}

/** How to build the index of a CREATE INDEX while writes go on. */
export function concurrentBuild(step: Step, table: Relation, options: BuildOptions = {}): Stage[] | undefined {
  const { chosen, first = [] } = options;
  const text = indexText(step);
  const built = effectsOf(step, 'build');
  if (!text) return undefined;
  const make = (concurrently: string, name: string | undefined, on: string) =>
    ['CREATE', ...(text.unique ? ['UNIQUE'] : []), 'INDEX', concurrently, name, 'ON', on, text.rest]
      .filter(Boolean)
      .join(' ');
  const note = outsideTransaction(step);
  if (!table.partitionKey) {
    const statements = patiently(step, ...first, make('CONCURRENTLY', text.name, text.table));
    return [{ ...(note ? { note } : {}), statements }];
  }
  const name = text.name ?? quoteIdent(chosen ?? `${table.name}_idx`);
  const parts = partIndexes(step, table, name, built);
  const leaves = parts.filter(({ relation }) => !relation.partitionKey);
  return [
    {
      ...(note ? { note } : {}),
      statements: patiently(
        step,
        ...first,
        ...leaves.map((part) => make('CONCURRENTLY', part.name, nameOf(step, part.relation))),
      ),
    },
    {
      note: 'valid once the index of each partition is attached',
      statements: [
        briefTimeout,
        make('', name, `ONLY ${text.table}`),
        ...parts
          .filter(({ relation }) => relation.partitionKey)
          .map((part) => make('', part.name, `ONLY ${nameOf(step, part.relation)}`)),
        ...parts.map(
          (part) =>
            `ALTER INDEX ${inSchema(step, part.above, part.parent)} ATTACH PARTITION ${inSchema(step, part.relation, part.name)}`,
        ),
      ],
    },
  ];
}

/** An index lives in its table's schema. */
const inSchema = (step: Step, table: Relation, name: string): string => {
  const shown = nameOf(step, { schema: table.schema, name: '' });
  return `${shown.slice(0, shown.length - 2)}${name}`;
};

interface PartIndex {
  readonly relation: Relation;
  /** As identifiers. */
  readonly name: string;
  readonly above: Relation;
  readonly parent: string;
}

/** An index for each partition below, each after those below it, the names that PostgreSQL would choose where it is known. */
function partIndexes(
  step: Step,
  table: Relation,
  parent: string,
  built: readonly { index: string; relation: { oid: number } }[],
): PartIndex[] {
  return table.children.flatMap((oid) => {
    const relation = relationBy(step.before, oid);
    if (!relation) return [];
    const chosen = built.find((effect) => effect.relation.oid === oid)?.index.slice(relation.schema.length + 1);
    const name = quoteIdent(chosen ?? `${relation.name}_${withoutTable(parent, table)}`.slice(0, 63));
    return [...partIndexes(step, relation, name, built), { relation, name, above: table, parent }];
  });
}

export interface KeyIndexText {
  /** `UNIQUE` or `PRIMARY KEY`. */
  readonly kind: string;
  /** `(a, b) INCLUDE (c)`, as a constraint and as CREATE INDEX write it. */
  readonly columns: string;
  readonly index: string;
  /** ` DEFERRABLE INITIALLY DEFERRED`, or ''. */
  readonly rest: string;
}

/** A UNIQUE or PRIMARY KEY constraint taken apart; undefined for what can't take over an index. */
export function keyIndexText(
  step: Step,
  key: Constraint,
  { node, clause }: WrittenConstraint,
): KeyIndexText | undefined {
  if (key.kind === 'exclusion' || node.without_overlaps) return undefined;
  const columns = `(${constraintColumns(step, key).map(quoteIdent).join(', ')})`;
  const including = namesOf(node.including).map(quoteIdent).join(', ');
  const include = including ? ` INCLUDE (${including})` : '';
  const nulls = node.nulls_not_distinct ? 'NULLS NOT DISTINCT' : '';
  const storage = /\bwith\s*\([^)]*\)/i.exec(clause)?.[0];
  const tablespace = node.indexspace ? ` TABLESPACE ${quoteIdent(node.indexspace)}` : '';
  const rest = `${node.deferrable ? ' DEFERRABLE' : ''}${node.initdeferred ? ' INITIALLY DEFERRED' : ''}`;
  return {
    kind: key.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY',
    columns: `${nulls ? `${nulls} ` : ''}${columns}${include}`,
    index: `${columns}${include}${nulls ? ` ${nulls}` : ''}${storage ? ` ${storage}` : ''}${tablespace}`,
    rest,
  };
}

/** `kind_idx` of `events_kind_idx`. */
const withoutTable = (index: string, { name }: Relation): string =>
  index.startsWith(`${name}_`) ? index.slice(name.length + 1) : index.replaceAll('"', '');
