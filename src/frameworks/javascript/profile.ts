// What there is to know of a tool whose migrations are code before any of them is read: how its files are told from others, in
// which order they run, and what its configuration says of transactions. The reading itself is loaded when there is a file to read.
import type { ScriptToolId, TransactionModel } from '../framework.ts';
import type { Naming } from './naming.ts';
import type { ScriptTool } from './tool.ts';

export interface ScriptProfile {
  readonly id: ScriptToolId;
  /** Whether a file's text is a migration of this tool. */
  readonly recognises: (text: string) => boolean;
  readonly naming: Naming;
  /** What it wraps in a transaction where neither the migration nor a setting says otherwise. */
  readonly scope: TransactionModel['scope'];
  readonly settings?: readonly ScriptSetting[];
  /** Where a project names files of settings that may lie anywhere. */
  readonly named?: readonly NamedSettings[];
  readonly load: () => Promise<ScriptTool>;
}

/** Files that tell of others: `holds` is global, and its first group is a path or code of strings that make one. */
export interface NamedSettings {
  readonly name: RegExp;
  readonly holds: RegExp;
}

/** Another transaction for all of the project's migrations, where a file in their folder or above it says so. */
export interface ScriptSetting {
  readonly name: RegExp;
  readonly holds: RegExp;
  readonly scope: 'none' | 'file' | 'run';
  /** In place of the tool's own. */
  readonly wayOut?: string;
  /** In place of both, as a `TransactionModel` has it. */
  readonly elsewhere?: string;
}

/** A function `up`, however it is written and exported. */
export const hasUp = (text: string): boolean =>
  /\bexports\.up\b|\bup\s*[(:=]|[{,]\s*(?:async\s+)?up\b|\bas\s+up\b/.test(text);
