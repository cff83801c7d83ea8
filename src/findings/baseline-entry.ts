// What a baseline holds, and what a run says of it.

export interface BaselineEntry {
  readonly rule: string;
  /** As findings name it: relative to the working directory, with `/`. */
  readonly file: string;
  /** For people; matching goes by the fingerprint. */
  readonly statement: string;
  readonly fingerprint: string;
  /** How many equal findings the file has. */
  readonly count: number;
}

/** What a run made of the baseline. */
export interface BaselineUse {
  readonly name: string;
  readonly stale: readonly BaselineEntry[];
  /** What the file is to hold from now on, where that was asked for. */
  readonly next?: readonly BaselineEntry[];
}
