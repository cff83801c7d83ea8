// The files that the migrations of a project import, read and parsed once for all of them.
import { SourceText } from '../../source/source-text.ts';
import type { parseJavaScript } from './syntax.ts';

interface ImportedFile {
  readonly source: SourceText;
  parsed?: ReturnType<typeof parseJavaScript>;
}

/** Beyond it, what was met first is forgotten: as characters of code, of which each comes to some fifty bytes. */
const most = 4_000_000;

export interface ImportedFiles {
  /** The same source for the same text. */
  readonly source: (path: string, text: string) => SourceText;
  readonly parse: (source: SourceText, parse: typeof parseJavaScript) => ReturnType<typeof parseJavaScript>;
}

export function importedFiles(): ImportedFiles {
  const files = new Map<string, ImportedFile>();
  let characters = 0;
  const makeRoom = (): void => {
    for (const [path, { source }] of files) {
      if (characters <= most) return;
      files.delete(path);
      characters -= source.text.length;
    }
  };
  return {
    source(path, text) {
      const known = files.get(path);
      if (known?.source.text === text) return known.source;
      const source = SourceText.of(path, text);
      characters += text.length - (known?.source.text.length ?? 0);
      files.set(path, { source });
      makeRoom();
      return source;
    },
    parse(source, parse) {
      const file = files.get(source.path);
      if (file?.source !== source) return parse(source);
      file.parsed ??= parse(source);
      return file.parsed;
    },
  };
}
