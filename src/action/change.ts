// A change as own-changes.ts looks at it: what was judged, and the base to compare with.
import type { Arguments } from '../cli/arguments.ts';
import type { Config } from '../config/config.ts';
import type { Report } from '../findings/finding.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../selection/host.ts';
import type { BaseFiles } from './base-files.ts';
import type { WhatIsNew } from './what-is-new.ts';

export interface Change {
  readonly host: Host;
  readonly rules: readonly Rule[];
  readonly asked: Arguments;
  /** The config in force. */
  readonly config: Config;
  /** Absolute; undefined where none is read. */
  readonly baseline: string | undefined;
  readonly report: Report;
  readonly isNew: WhatIsNew;
  readonly base: BaseFiles;
}
