// What one Django migration sends, forwards on the models that it finds, or back to those that it found.
import { posix } from 'node:path';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Direction } from '../framework.ts';
import { type Module, moduleOf } from '../python/evaluator.ts';
import { readByCall } from '../python/files.ts';
import { addGap, bounded, pieceOf } from '../python/machine.ts';
import {
  type Called,
  type ClassValue,
  isFalse,
  pathOf,
  reference,
  type Site,
  type Text,
  text,
  type Value,
  whatOf,
} from '../python/value.ts';
import { generatedPiece } from '../text.ts';
import { type CodeReader, codeReader, runSql } from './data-work.ts';
import { type Editor, flush } from './editor.ts';
import type { Graph, TextOf } from './graph.ts';
import { irreversible } from './irreversible.ts';
import { memberOf, swapped } from './known-names.ts';
import type { Work } from './operation.ts';
import { apply, undoAll } from './operations.ts';
import type { State } from './state.ts';
import { trimmed } from './trimming.ts';

export interface Reading {
  readonly source: SourceText;
  readonly pieces: SqlPiece[];
  readonly gaps: Gap[];
  readonly isAtomic: boolean;
}

interface Around {
  readonly graph: Graph;
  readonly textOf: TextOf;
  /** Before the migration, whichever way it goes; forwards it becomes that after it. Its tables are as they stand. */
  readonly state: State;
  readonly direction: Direction;
}

/** `path` is the file's, as other files are named from it. */
export function readingOf(source: SourceText, path: string, { graph, textOf, state, direction }: Around): Reading {
  const app = graph.appOf(path, textOf);
  let follow: ((called: Called) => undefined) | undefined;
  const beside = (name: string): string | undefined => textOf(posix.join(posix.dirname(path), name));
  const host = {
    called: (called: Called) => swapped(called) ?? readByCall(called, beside) ?? follow?.(called),
    member: (at: string, of: Value) => memberOf(at, of, { state, app, settings: graph.settings }),
  };
  const module = moduleOf(source, host, undefined, undefined, trimmed(source.text));
  const { machine, names } = module;
  const pieces: SqlPiece[] = [];
  const migration = names.get('Migration');
  if (migration?.kind !== 'class') {
    if (machine.gaps.length === 0)
      addGap(machine, { start: 0, end: 1 }, 'The file has no class Migration.', 'unsupported');
    return { source, pieces, gaps: machine.gaps, isAtomic: true };
  }
  const of = (name: string): Value | undefined => migration.scope.variables.get(name);
  const push = (sql: Text, site: Site, isOfRows: boolean): void => {
    machine.sent += 1;
    machine.pieces += 1;
    if (!isOfRows) machine.changed += 1;
    const isWritten = sql.segments.length > 0;
    pieces.push(isWritten ? pieceOf(source, sql, site) : generatedPiece([sql.text], { source, ...placeOf(site) }));
  };
  const gap = (reason: string, site: Site): void => addGap(machine, site, sentence(reason), 'unsupported');
  const editor: Editor = {
    state,
    deferred: [],
    site: migration.node,
    gap,
    send: (sql, site) => push(text(sql), site, false),
  };
  const sink = { send: (sql: Text, site: Site) => push(sql, site, changesRows(sql.text)), gap };
  const work: Work = {
    editor,
    app,
    runSql: (value) => runSql(sink, value, editor.site),
    runCode: (value) => {
      const reader = codeReader(sink);
      follow = reader.follow;
      runPython(module, value, { reader, pieces, site: editor.site });
      follow = undefined;
    },
  };
  bounded(machine, () => {
    const operations = operationsIn(work, migration, of('operations'));
    if (direction === 'down') goBack(work, operations);
    else for (const operation of operations) apply(work, operation);
    flush(editor);
  });
  return { source, pieces, gaps: machine.gaps, isAtomic: !isFalse(of('atomic')) };
}

const placeOf = ({ start, end }: Site): Site => ({ start, end });

const sentence = (reason: string): string => (/[.]$/.test(reason) ? reason : `A part is not read: ${reason}.`);

function operationsIn({ editor }: Work, { node }: ClassValue, value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  if (value.kind !== 'list') {
    editor.gap(`The operations are ${whatOf(value)}, which are known only at run time.`, node);
    return [];
  }
  if (value.isOpen) editor.gap('There are operations that are known only at run time.', node);
  return value.items;
}

/** Django asks first whether all of them can be undone. */
function goBack(work: Work, operations: readonly Value[]): void {
  const refused = irreversible(operations, work.editor.state);
  if (!refused) return undoAll(work, operations);
  work.editor.gap(`Django does not undo this migration: ${refused.reason}.`, refused.value.site);
}

const changesRows = (sql: string): boolean => /^(?:\s|--.*\n)*(?:select|insert|update|delete|with)\b/i.test(sql);

interface Running {
  readonly reader: CodeReader;
  readonly pieces: readonly SqlPiece[];
  readonly site: Site;
}

/** What is uncertain in code that sends no SQL, or none but such as changes rows, is all data work, told once. */
function runPython({ machine, call }: Module, value: Value | undefined, { reader, pieces, site }: Running): void {
  if (value && pathOf(value)?.endsWith('RunPython.noop')) return;
  const [gaps, sent] = [machine.gaps.length, pieces.length];
  if (value?.kind === 'function')
    bounded(machine, () => void call(value, [reference('apps'), reference('schema_editor')], site));
  else reader.say(value ? ` (${whatOf(value)})` : '');
  const found = machine.gaps.slice(gaps);
  const isOfRows = pieces.slice(sent).every(({ sql }) => changesRows(sql));
  if (isOfRows && found.every(({ kind }) => kind !== 'dynamic-sql')) machine.gaps.length = gaps;
  if (reader.work === undefined && found.length === machine.gaps.length - gaps) return;
  const reason = `RunPython works on data in Python${reader.work ?? ''}: what it does is not read.`;
  addGap(machine, site, reason, 'data-work', sent);
}
