// What a repository's configuration says of every migration, where it is written out in config/*.exs.

import { SourceText } from '../../source/source-text.ts';
import { createMachine } from '../elixir/evaluator.ts';
import { isParsed, type Node, parseElixir } from '../elixir/syntax.ts';
import { isKeywords, keyed, list, type Value, wordOf } from '../elixir/value.ts';
import type { ReadOptions } from '../framework.ts';
import type { RepoConfig } from './schema.ts';

const standard: RepoConfig = { primaryKey: list([]), foreignKey: list([]), timestamps: list([]) };

const asked = ['migration_primary_key', 'migration_foreign_key', 'migration_timestamps'] as const;

/** Umbrella projects keep it two folders higher. */
const places = ['../../../config/config.exs', '../../../../../config/config.exs'];

/** Once for all migrations of a project, where there is a memory. */
export function repoConfig({ beside, memory }: ReadOptions): RepoConfig {
  const known = memory?.get('ecto config') as RepoConfig | undefined;
  if (known) return known;
  const text = places.map((place) => beside?.(place)).find((each) => each?.includes('migration_'));
  const found = text === undefined ? standard : configIn(text);
  memory?.set('ecto config', found);
  return found;
}

function configIn(text: string): RepoConfig {
  const [key, foreign, timestamps] = asked.map((name) => settingOf(text, name));
  return {
    primaryKey: wordOf(key) === 'false' ? false : isKeywords(key) ? key : standard.primaryKey,
    foreignKey: isKeywords(foreign) ? foreign : standard.foreignKey,
    timestamps: isKeywords(timestamps) ? timestamps : standard.timestamps,
  };
}

/** The list that stands behind the name, alone as code. */
function settingOf(text: string, name: string): Value | undefined {
  const written = new RegExp(`\\b${name}:\\s*(\\[[^\\]]*\\]|false)`).exec(text)?.[1];
  if (written === undefined) return undefined;
  const root = parseElixir(SourceText.of('config.exs', `[x: ${written}]`));
  const [node] = isParsed(root) ? root.children : [];
  return node && keyed(evaluated(node, written), 'x');
}

function evaluated(node: Node, written: string): Value {
  const source = SourceText.of('config.exs', `[x: ${written}]`);
  const machine = createMachine(source, { call: () => undefined, sent: () => 0 });
  return machine.evaluate(node, { variables: new Map(), above: undefined });
}
