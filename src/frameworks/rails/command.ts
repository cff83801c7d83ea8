// A call of one of ActiveRecord's schema methods, its arguments known.

import type { Block } from '../ruby/value.ts';
import type { Site, Text } from '../text.ts';
import type { Plain, PlainObject } from './options.ts';

/** A call of ActiveRecord's schema methods. */
export interface Command {
  readonly name: string;
  readonly args: readonly Plain[];
  readonly options: PlainObject;
  readonly block?: Block;
  /** The SQL of `execute`. */
  readonly text?: Text;
  /** Code that runs in its place. */
  readonly run?: () => void;
  readonly site: Site;
}
