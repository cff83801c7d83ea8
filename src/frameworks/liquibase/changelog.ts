// A changelog's change sets, each in its transaction: the SQL of their changes in order, and the way back.
import type { Comment } from '../../postgres/statement.ts';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { MigrationFile, TransactionModel, TransactionUnit } from '../framework.ts';
import { isForPostgres } from '../sql/profiles/liquibase.ts';
import { generatedPiece, pieceOf, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import { isChange, statementsOf } from './changes.ts';
import type { Context } from './context.ts';
import { attributeOf, childrenOf, type Element, type Tree } from './element.ts';
import { inverseOf } from './inverse.ts';
import { modifierOf } from './modify-sql.ts';
import type { Quoting } from './names.ts';
import { mayRun } from './preconditions.ts';
import { addProperty, expanded, type Properties } from './properties.ts';
import { Unreadable } from './unreadable.ts';
import { isWhole } from './written-sql.ts';

export interface Around {
  /** Of the changelogs before this one. */
  readonly properties: Properties;
  readonly file: Context['file'];
}

interface Unit {
  readonly unit: TransactionUnit;
  readonly gaps: readonly Gap[];
}

export function readTree(source: SourceText, tree: Tree, around: Around): MigrationFile[] {
  const file = { path: source.path, framework: 'liquibase', text: source, psql: false } as const;
  if ('unread' in tree) {
    const span = source.span(tree.at, tree.at);
    const gap: Gap = { kind: tree.kind, file: source.path, span, reason: tree.unread };
    return [{ ...file, direction: 'up', pieces: [], transaction: autocommit, gaps: [gap] }];
  }
  const context = contextOf(source, tree.root, around);
  const sets = childrenOf(tree.root, 'changeSet', '').filter(isRun);
  const ups = sets.map((set) => unitOf(forSet(context, set), set, changesOf(set)));
  const downs = sets.flatMap((set) => wayBackOf(forSet(context, set), set)).reverse();
  const comments = tree.remarks.map(({ start, end }): Comment => {
    const text = source.text.slice(start, end);
    const kind = text.startsWith('<!--') ? 'block' : 'line';
    return { text, span: source.span(start, end), kind, file: source.path };
  });
  const hasWayBack = downs.some(({ unit }) => unit.pieces.length > 0);
  return [
    { ...file, direction: 'up', ...together(ups), comments },
    ...(hasWayBack ? [{ ...file, direction: 'down' as const, ...together(downs), comments }] : []),
  ];
}

function together(units: readonly Unit[]): Pick<MigrationFile, 'pieces' | 'transaction' | 'units' | 'gaps'> {
  return {
    pieces: units.flatMap(({ unit }) => unit.pieces),
    transaction: units[0]?.unit.transaction ?? autocommit,
    ...(units.length > 1 ? { units: units.map(({ unit }) => unit) } : {}),
    gaps: units.flatMap(({ gaps }) => gaps),
  };
}

const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };

const transactionOf = (source: SourceText): TransactionModel => ({
  scope: 'file',
  kind: 'explicit',
  elsewhere: `in a change set of its own, marked \`${/\.xml$/i.test(source.path) ? 'runInTransaction="false"' : 'runInTransaction: false'}\``,
});

function contextOf(source: SourceText, root: Element, { properties, file }: Around): Context {
  const known = new Map(properties);
  for (const element of childrenOf(root, 'property', '')) {
    const word = (key: string) => attributeOf(element, key)?.text;
    const [name, value, dbms, path] = ['name', 'value', 'dbms', 'file'].map(word);
    addProperty(known, { name, value, dbms, file: path }, (wanted) => file(wanted, false)?.text);
  }
  return { source, quoting: quotingOf(root) ?? 'legacy', expand: (text) => expanded(text, known), file };
}

function quotingOf(element: Element): Quoting | undefined {
  switch (attributeOf(element, 'objectQuotingStrategy')?.text) {
    case 'QUOTE_ALL_OBJECTS':
      return 'all';
    case 'QUOTE_ONLY_RESERVED_WORDS':
      return 'reserved';
    case 'LEGACY':
      return 'legacy';
    default:
      return undefined;
  }
}

const forSet = (context: Context, set: Element): Context => ({
  ...context,
  quoting: quotingOf(set) ?? context.quoting,
});

/** Contexts and labels are chosen when Liquibase is started, so all are run. */
function isRun(set: Element): boolean {
  if (/^true$/i.test(attributeOf(set, 'ignore')?.text ?? '')) return false;
  return isForPostgres(attributeOf(set, 'dbms')?.text ?? '') && mayRun(set);
}

const changesOf = (set: Element): Element[] =>
  set.children.flatMap((child) => (child.name === 'changes' ? child.children : isChange(child.name) ? [child] : []));

/** `place`: where a change stands that is not written itself. */
function unitOf(context: Context, set: Element, changes: readonly Element[], isRollback = false): Unit {
  const { source } = context;
  const pieces: SqlPiece[] = [];
  const gaps: Gap[] = [];
  let inStrings = false;
  const modify = modifierOf(context, set, isRollback);
  for (const element of changes) {
    const change = { context, element };
    try {
      for (const sql of statementsOf(change)) pieces.push(pieceIn(source, element, modify(sql)));
      inStrings ||= isWhole(change);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const reason = element.name === '' ? error.message : `${element.name}: ${error.message}`;
      gaps.push({ kind: 'unsupported', file: source.path, span: source.span(element.start, element.end), reason });
    }
  }
  const isOutside = /^false$/i.test(attributeOf(set, 'runInTransaction')?.text ?? '');
  const model = isOutside ? autocommit : transactionOf(source);
  return { unit: { pieces, transaction: inStrings ? { ...model, inStrings } : model }, gaps };
}

function pieceIn(source: SourceText, { start, end }: Element, sql: string | Text): SqlPiece {
  const site = { source, start, end };
  if (typeof sql === 'string') return generatedPiece([sql], site);
  if (sql.holes.length === 0) return pieceOf(sql, site);
  const known = standIn(sql);
  if (!known) throw new Unreadable(describeSql(sql));
  return pieceOf(known, site);
}

/** What a rollback says, or what undoes each change, the last first. */
function wayBackOf(context: Context, set: Element): Unit[] {
  const written = childrenOf(set, 'rollback', '');
  const attribute = set.attributes.get('rollback');
  const all = attribute ? [...written, asRollback(set, attribute)] : written;
  if (all.length > 0) return [unitOf(context, set, all.flatMap(rollbackChanges), true)];
  const undone = [...changesOf(set)].reverse().map((change) => ({ change, undo: inverseOf(change) }));
  const stuck = undone.find(({ undo }) => undo === undefined);
  if (!stuck)
    return [
      unitOf(
        context,
        set,
        undone.flatMap(({ undo = [] }) => undo),
        true,
      ),
    ];
  const { source } = context;
  const gap: Gap = {
    kind: 'unsupported',
    file: source.path,
    span: source.span(stuck.change.start, stuck.change.end),
    reason: `${stuck.change.name} has no way back of its own and the change set no rollback, so Liquibase refuses to roll it back.`,
  };
  return [{ unit: { pieces: [], transaction: transactionOf(source) }, gaps: [gap] }];
}

const asRollback = (set: Element, text: Text): Element => ({
  ...set,
  name: 'rollback',
  attributes: new Map(),
  children: [],
  text,
});

/** Changes, or SQL as it stands; an empty one, or one that names a change set, does nothing that is known here. */
function rollbackChanges(rollback: Element): Element[] {
  const changes = rollback.children.flatMap((child) => (child.name === '' ? asSql(child) : [child]));
  return [...asSql(rollback), ...changes.filter(({ name }) => isChange(name))];
}

function asSql(element: Element): Element[] {
  const { text } = element;
  if (/^\s*(?:(?:empty|not required|none)\s*;?)?\s*$/i.test(text.text)) return [];
  return [{ ...element, name: 'sql', attributes: new Map(), children: [] }];
}
