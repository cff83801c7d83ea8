// node-pg-migrate's migrations in code: `up(pgm)`, all pending ones in one transaction. src/migration.ts, src/migrationBuilder.ts

import type { SqlPiece } from '../../source/piece.ts';
import type { TransactionModel } from '../framework.ts';
import { addGap, type Machine, sendStatements, sendText } from '../javascript/machine.ts';
import { isObject, plain, Unreadable } from '../javascript/plain.ts';
import { exported, method, runFunction, type Script, type ScriptTool } from '../javascript/tool.ts';
import {
  isNullish,
  knownString,
  type Native,
  namespace,
  native,
  toText,
  truth,
  undefinedValue,
  unknown,
  type Value,
} from '../javascript/value.ts';
import { concatTexts, holeOf, type Text, textOf } from '../text.ts';
import { functions } from './functions.ts';
import { filled, type Shorthands } from './literals.ts';
import type { Reversible } from './operation.ts';
import { operations } from './operations.ts';
import { privileges } from './privileges.ts';

export const nodePgMigrate: ScriptTool = { id: 'node-pg-migrate', module: () => undefined, run };

interface Builder {
  readonly machine: Machine;
  readonly shorthands: Shorthands;
  readonly isReverse: boolean;
  /** What each call sends, in the order of the calls. */
  readonly collected: SqlPiece[][];
  isInTransaction: boolean;
}

/** Nothing is sent before the function has ended; a way back that is not written is that of `up`, last call first. */
function run(script: Script): TransactionModel | undefined {
  const { machine, direction } = script;
  const own = exported(script, direction);
  if (own && truth(own) === false) return undefined;
  const isReverse = !own && direction === 'down';
  const callee = own ?? (isReverse ? exported(script, 'up') : undefined);
  if (!callee || isNullish(callee)) return undefined;
  const builder: Builder = {
    machine,
    isReverse,
    collected: [],
    isInTransaction: true,
    shorthands: shorthandsOf(script),
  };
  runFunction(script, callee, [pgm(builder)]);
  reorder(builder);
  return builder.isInTransaction ? inTransaction : { scope: 'none', kind: 'explicit' };
}

/** What `pgm` collects is sent after what `pgm.db` has sent meanwhile. */
function reorder({ machine: { pieces }, collected, isReverse }: Builder): void {
  const late = new Set(collected.flat());
  const first = pieces.filter((piece) => !late.has(piece));
  const groups = isReverse ? collected.toReversed() : collected;
  pieces.splice(0, pieces.length, ...first, ...groups.flat());
}

function collect({ machine, collected }: Builder, work: () => void): void {
  const before = machine.pieces.length;
  work();
  collected.push(machine.pieces.slice(before));
}

const inTransaction: TransactionModel = {
  scope: 'run',
  kind: 'explicit',
  wayOut: 'with `pgm.noTransaction()`, each statement in a `pgm` call of its own',
};

function shorthandsOf(script: Script): Shorthands {
  const given = exported(script, 'shorthands');
  if (given?.kind !== 'record') return {};
  const value = plain(given, 'shorthands');
  return isObject(value) ? value : {};
}

const works: Readonly<Record<string, Reversible>> = { ...operations, ...functions, ...privileges };

/** A migration calls few of its methods, so each is made when it is asked for. */
function pgm(builder: Builder): Native {
  const { machine } = builder;
  return native('pgm', {
    canSend: true,
    get(key) {
      if (key === 'sql') return sqlMember(builder);
      if (key === 'noTransaction' || key === 'useTransaction') return transactionMember(builder, key);
      if (key === 'func')
        return method(machine, 'pgm.func', ([sql]) => native('pgm.func', { data: { raw: String(sql) } }));
      if (key === 'db')
        return { ...namespace('pgm.db', { query: immediate(machine), select: immediate(machine) }), canSend: true };
      const work = Object.hasOwn(works, key) ? works[key] : undefined;
      return work && operationMember(builder, key, work);
    },
  });
}

function operationMember(builder: Builder, name: string, { send, reverse, isApart }: Reversible): Native {
  const { machine } = builder;
  return method(machine, `pgm.${name}`, (args, { site }) => {
    const work = builder.isReverse ? reverse : send;
    if (!work) {
      addGap(machine, site, `pgm.${name} has no way back, and the migration gives none.`, 'unsupported');
      return undefinedValue;
    }
    const statements = work(args, builder.shorthands);
    const strings = isApart ? statements.map((sql) => [sql]) : [statements];
    collect(builder, () => {
      for (const string of strings) sendStatements(machine, string, site);
    });
    return undefinedValue;
  });
}

const transactionMember = (builder: Builder, key: string): Native =>
  native(`pgm.${key}`, {
    call() {
      builder.isInTransaction = key === 'useTransaction';
      return undefinedValue;
    },
  });

/** `pgm.sql(text, { name: value })` ends what it sends with a semicolon. */
function sqlMember(builder: Builder): Native {
  const { machine, isReverse } = builder;
  return native('pgm.sql', {
    canSend: true,
    call({ args: [sql, given], site }) {
      if (isReverse) addGap(machine, site, 'pgm.sql has no way back, and the migration gives none.', 'unsupported');
      if (!sql || isReverse) return undefinedValue;
      const text = toText(sql);
      const known = knownString(sql);
      const filledIn = given && !isNullish(given) && known !== undefined ? filledText(known, given) : text;
      const whole = filledIn.text.endsWith(';') ? filledIn : concatTexts([filledIn, textOf(';')]);
      collect(builder, () => sendText(machine, whole, site));
      return undefinedValue;
    },
  });
}

function filledText(text: string, given: Value): Text {
  try {
    return textOf(filled(text, plain(given, 'its arguments')));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return concatTexts([textOf(text), holeOf(error.message)]);
  }
}

/** Sent while the function runs, before all that `pgm` collects. */
function immediate(machine: Machine): Native {
  return native('pgm.db.query', {
    call({ args: [sql], site }) {
      const text = sql?.kind === 'record' ? sql.fields.get('text') : sql;
      if (text) sendText(machine, toText(text), site);
      return unknown('the rows of pgm.db.query');
    },
  });
}
