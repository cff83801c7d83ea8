// Paths that a migration makes, and the files of the project that it reads: SQL beside it.
import { SourceText } from '../../source/source-text.ts';
import { concatTexts, knownText, textOf, toText, unknown, type Value } from '../php/value.ts';
import { writtenText } from '../text.ts';
import type { Session } from './session.ts';

/** Stands for the folder that the migration is in, and for the root of the project. */
export const here = '\ue000here';
const project = '\ue000project';

const roots: Readonly<Record<string, string>> = {
  base_path: project,
  database_path: `${project}/database`,
  app_path: `${project}/app`,
};

export const pathValue = (name: string, path: Value | undefined): Value =>
  concatTexts([textOf(`${roots[name] ?? project}/`), ...(path ? [toText(path)] : [])]);

/** The text of a file; unknown where it is not to be had. */
export function fileText(session: Session, path: Value | undefined): Value {
  const name = knownText(path);
  const [, isHere, rest] = /^\ue000(?:(here)|project)\/+(.*)$/.exec(name ?? '') ?? [];
  const text = rest === undefined ? undefined : isHere ? session.beside(rest) : session.projectFile(rest);
  if (text === undefined || rest === undefined) {
    return unknown(rest === undefined ? 'the text of a file' : `the text of the file ${rest}`);
  }
  const source = SourceText.of(session.pathOf(rest, isHere !== undefined), text);
  return writtenText(source, 0, text.length);
}
