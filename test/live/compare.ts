// Holds what was predicted for a statement against what a server was seen to do. Pure: no server, no files.
import type { Observation } from './observation.ts';

/** An effect as `migration-lint explain --format json` prints it; only the fields compared here. */
export type PredictedEffect = {
  kind: string;
  relation?: string;
  relationKind?: string;
  mode?: string;
  index?: string;
  purpose?: string;
  when?: string;
  certain?: boolean;
};

/** One disagreement: `missing` was observed and not predicted, `extra` predicted and not observed. */
export type Difference = {
  about: 'lock' | 'rewrite' | 'scan' | 'fails' | 'gap';
  how: 'missing' | 'extra' | 'different';
  relation?: string;
  text: string;
};

/** All differences; none means the prediction is exact. Indexes and sequences count only where both sides name one. */
export function compare(observation: Observation, effects: readonly PredictedEffect[]): Difference[] {
  if (observation.error) return refused(observation.error.message, effects);
  return [
    ...unforeseen(effects),
    ...locks(observation, effects),
    ...rewrites(observation, effects),
    ...scans(observation, effects),
  ];
}

function refused(message: string, effects: readonly PredictedEffect[]): Difference[] {
  if (effects.some(({ kind }) => kind === 'fails')) return [];
  return [{ about: 'fails', how: 'missing', text: `the server refuses: ${message}` }];
}

/** A predicted refusal that does not depend on a transaction block, though the server ran the statement. */
function unforeseen(effects: readonly PredictedEffect[]): Difference[] {
  return effects
    .filter(({ kind, when, certain }) => kind === 'fails' && certain !== false && !/transaction/i.test(when ?? ''))
    .map(({ when }) => ({
      about: 'fails',
      how: 'extra',
      text: `predicted to fail (${when ?? 'always'}), but the server runs it`,
    }));
}

function locks(observation: Observation, effects: readonly PredictedEffect[]): Difference[] {
  const predicted = new Map(
    effects.filter(({ kind }) => kind === 'lock').map((effect) => [effect.relation ?? '', effect]),
  );
  const missing = Object.entries(observation.locks).flatMap(([relation, { mode, kind }]): Difference[] => {
    const found = predicted.get(relation)?.mode;
    if (found === mode || (minor(kind) && (found === undefined || !observation.transaction))) return [];
    if (found === undefined)
      return [{ about: 'lock', how: 'missing', relation, text: `lock ${relation}: observed ${mode}, not predicted` }];
    return [
      { about: 'lock', how: 'different', relation, text: `lock ${relation}: observed ${mode}, predicted ${found}` },
    ];
  });
  const extra = [...predicted.values()]
    .filter(({ relation, relationKind }) => !observation.locks[relation ?? ''] && !minor(relationKind ?? ''))
    .map(
      ({ relation, mode }): Difference => ({
        about: 'lock',
        how: 'extra',
        relation,
        text: `lock ${relation}: predicted ${mode}, not observed`,
      }),
    );
  return [...missing, ...extra];
}

const minor = (kind: string) => ['i', 'I', 'S', 'c', 'index', 'sequence'].includes(kind);

function rewrites(observation: Observation, effects: readonly PredictedEffect[]): Difference[] {
  const predicted = relationsOf(effects, ['rewrite']);
  const seen = new Set(observation.rewrites);
  return [
    ...outside(seen, predicted, (relation) => ({
      about: 'rewrite',
      how: 'missing',
      relation,
      text: `rewrite ${relation}: observed, not predicted`,
    })),
    ...outside(predicted, new Set([...seen, ...observation.truncated]), (relation) => ({
      about: 'rewrite',
      how: 'extra',
      relation,
      text: `rewrite ${relation}: predicted, not observed`,
    })),
  ];
}

/** Purposes of which the server's messages say nothing, so that a prediction can be neither proved nor disproved. */
const UNANNOUNCED = ['refresh', 'vacuum', 'analyze', 'rewrite'];

/** A relation that is rewritten or emptied is read or its indexes are built anew anyway: its scans are not judged. */
function scans(observation: Observation, effects: readonly PredictedEffect[]): Difference[] {
  const replaced = new Set([...observation.rewrites, ...observation.truncated, ...relationsOf(effects, ['rewrite'])]);
  const predicted = relationsOf(effects, ['scan', 'build']);
  const verifiable = relationsOf(
    effects.filter(({ purpose }) => !UNANNOUNCED.includes(purpose ?? '')),
    ['scan', 'build'],
  );
  const announced = observation.scans
    .filter(({ purpose, words }) => purpose !== 'read' && !explained(observation, words, predicted))
    .map(({ relation }) => relation);
  const seen = new Set(observation.scans.map(({ relation }) => relation));
  const judged = (relation: string) => !replaced.has(relation) && observation.locks[relation]?.kind !== 'p';
  return [
    ...outside(new Set(announced.filter(judged)), predicted, (relation) => ({
      about: 'scan',
      how: 'missing',
      relation,
      text: `scan ${relation}: observed (${wordsOn(observation, relation)}), not predicted`,
    })),
    ...outside(new Set([...verifiable].filter(judged)), seen, (relation) => ({
      about: 'scan',
      how: 'extra',
      relation,
      text: `scan ${relation}: predicted, not observed`,
    })),
  ];
}

/** The server names a foreign key, not its table: of tables whose keys share the name, one that is predicted explains the words. */
const explained = (observation: Observation, words: string | undefined, predicted: Set<string>): boolean =>
  words !== undefined &&
  observation.scans.some(
    (scan) => scan.words === words && scan.purpose === 'foreign-key' && predicted.has(scan.relation),
  );

function wordsOn(observation: Observation, relation: string): string {
  const scan = observation.scans.find((found) => found.relation === relation);
  return scan?.words ?? scan?.purpose ?? '';
}

function relationsOf(effects: readonly PredictedEffect[], kinds: string[]): Set<string> {
  return new Set(effects.filter(({ kind }) => kinds.includes(kind)).flatMap(({ relation }) => relation ?? []));
}

function outside(these: Set<string>, those: Set<string>, difference: (relation: string) => Difference): Difference[] {
  return [...these].filter((relation) => !those.has(relation)).map(difference);
}
