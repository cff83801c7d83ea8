// What there is to know of a tool whose statements are noted: the versions that are installed, how it is run, what it sends for itself.

export type Way = 'up' | 'down';

export type Debian = { readonly suite: string; readonly packages: readonly string[] };

export type Tool = {
  /** Its folder in fixtures/frameworks. */
  readonly id: string;
  /** Packages of npm, pinned; the first names the tool in the log. */
  readonly npm?: Readonly<Record<string, string>>;
  /** Packages of Debian's suites; the first of each suite names the tool in the log. */
  readonly debian?: readonly Debian[];
  /** What must be installed already: a command that fails where it is not, and the packages that bring it. */
  readonly programs?: Readonly<Record<string, string>>;
  /** The program and its arguments; `runners/` holds what starts a tool from its library. */
  readonly command: (way: Way) => readonly string[];
  /** Variables beside those that name the database; `folder` is where the tool is installed. */
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
  /** The only cases that it runs, where several versions of a tool share the folder; all where it is not said. */
  readonly cases?: RegExp;
  /** Cases whose way back the tool refuses, or fails at. */
  readonly upOnly?: readonly string[] | 'all';
  readonly own: RegExp;
};
