// A migration of EF Core, its class read in one direction. EFCore.Relational/Migrations/Internal/Migrator.cs, MigrationCommandExecutor.cs
import { posix } from 'node:path';
import type { SourceText } from '../../source/source-text.ts';
import { callOwn, moduleOf } from '../csharp/evaluator.ts';
import { addGap, bounded, type Host, type Machine, outsideWork, siteOf } from '../csharp/machine.ts';
import { parseCSharp } from '../csharp/syntax.ts';
import { type Call, type ClassValue, knownText, unknown, type Value } from '../csharp/value.ts';
import {
  type Direction,
  type MigrationFile,
  type MigrationFolder,
  type ReadOptions,
  type TransactionModel,
  waysOf,
} from '../framework.ts';
import { commentsFor } from '../method-comments.ts';
import { writtenText } from '../text.ts';
import { migrationBuilder } from './builder.ts';
import { unitsOf } from './commands.ts';
import { type Model, modelIn, type Project } from './model.ts';
import type { Operation } from './operation.ts';
import { type Nearby, nearbyOf, versionOf } from './project.ts';

const transactional: TransactionModel = { scope: 'file', kind: 'explicit', wayOut: 'with `suppressTransaction: true`' };
/** Version 9 alone has one transaction for all. https://github.com/dotnet/efcore/pull/36662 */
const wholeRun: TransactionModel = { ...transactional, scope: 'run' };

/** The SQL that a migration sends, up and down; `version` is the major one of EF Core. `loadCSharp` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}, around: Around = {}): MigrationFile[] {
  const project = projectOf(text, options, around.version);
  const nearby = nearbyOf(posix.dirname(text.path), around.folder, options);
  const reading: Reading = { text, parsed: parseCSharp(text.text), nearby, project };
  return waysOf(options).flatMap((direction) => readDirection(reading, direction) ?? []);
}

/** What is known of the project beside its migrations. */
export interface Around {
  /** The major version of EF Core; undefined where the migration itself is to tell. */
  readonly version?: number;
  readonly folder?: MigrationFolder;
}

interface Reading {
  readonly text: SourceText;
  readonly parsed: ReturnType<typeof parseCSharp>;
  readonly nearby: Nearby;
  readonly project: Project;
}

function readDirection({ text, parsed, nearby, project }: Reading, direction: Direction): MigrationFile | undefined {
  const operations: Operation[] = [];
  const { machine, root } = moduleOf(text, parsed, (own) => hostOf(own, operations, nearby));
  const transaction = project.version === 9 ? wholeRun : transactional;
  const way = direction === 'up' ? 'Up' : 'Down';
  const owner = migrationIn(machine, way);
  const hasEnded = bounded(machine, () => {
    const builder = migrationBuilder(machine, operations);
    if (owner) callOwn(owner, way, callAt(machine, [builder]));
  });
  if (direction === 'down' && (!owner || !hasEnded)) return undefined;
  if (!owner && machine.run.gaps.length === 0) sayNothing(machine, root !== undefined);
  const units = unitsOf(machine, operations, project, transaction);
  const pieces = units.flatMap((unit) => unit.pieces);
  return {
    path: text.path,
    framework: 'ef-core',
    direction,
    text,
    pieces,
    transaction: units.length === 1 ? (units[0]?.transaction ?? transaction) : transaction,
    ...(units.length > 1 ? { units } : {}),
    psql: false,
    gaps: machine.run.gaps,
    comments: commentsFor(text, root, direction),
  };
}

function sayNothing(machine: Machine, isCSharp: boolean): void {
  if (!isCSharp) return;
  const site = siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) });
  addGap(machine, site, 'No code for the way up is found in this migration.');
}

const callAt = (machine: Machine, args: readonly Value[]): Call => ({
  args,
  named: new Map(),
  types: [],
  site: siteOf(machine, { start: 0, end: 0 }),
});

/** The class that has that way; of several, the one that says it is a migration. */
function migrationIn({ classes }: Machine, way: string): ClassValue | undefined {
  const all = [...classes.values()].filter(({ methods }) => methods.has(way));
  return all.find(({ bases }) => bases.some((base) => /Migration\b/.test(base))) ?? all[0];
}

function projectOf(text: SourceText, { beside }: ReadOptions, version: number | undefined): Project {
  const name = `${posix.basename(text.path, '.cs')}.Designer.cs`;
  let model: Model | undefined;
  return {
    version: version ?? versionOf(beside?.(name)),
    model: () => {
      model ??= modelIn(beside?.(name) ?? '');
      return model;
    },
  };
}

const sqlFile = /\.(?:p?sql|pgsql)$/i;

/** What the file does not define. Of helpers that are given the name of a SQL file, the file's text is what they are for. */
const hostOf = (own: () => Machine, operations: Operation[], { file, classFile }: Nearby): Host => {
  const textOf = (name: string): Value | undefined => {
    const source = file(name);
    return source && writtenText(source, 0, source.text.length);
  };
  return {
    fileText: textOf,
    classFile: (name) => (/^(?:Migration|DbContext|ModelBuilder)$/.test(name) ? undefined : classFile(name)),
    callOn: (receiver, _name, call) => {
      const name = [...call.args, ...call.named.values()].map(knownText).find((word) => word && sqlFile.test(word));
      const found = name === undefined ? undefined : textOf(name);
      return found && isBuilder(receiver)
        ? send(own(), operations, { ...call, args: [found], named: new Map() })
        : found;
    },
    outside: (receiver, name, call) => {
      const what = receiver ? `${receiver.kind === 'name' ? receiver.path : receiver.what}.${name}()` : `${name}()`;
      const isGiven = call.args.some((arg) => arg.kind === 'native' && arg.name === 'migrationBuilder');
      if (isGiven || isBuilder(receiver) || /^(?:Execute\w*|SaveChanges\w*)$/.test(name))
        outsideWork(own(), call, what);
      return unknown(`the result of ${what}`);
    },
  };
};

const isBuilder = (receiver: Value | undefined): boolean =>
  receiver?.kind === 'unknown' && receiver.what === 'migrationBuilder';

const send = (machine: Machine, operations: Operation[], call: Call): Value =>
  migrationBuilder(machine, operations).send?.('Sql', call) ?? unknown('an operation');
