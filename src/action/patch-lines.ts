// The lines that a unified diff shows of the new file, by number.

/** Added lines and those around them, on which GitHub takes comments. */
export function shownLines(patch: string): Map<number, string> {
  const lines = new Map<number, string>();
  let next = 0;
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) next = Number(hunk[1]);
    else if (next > 0 && (line.startsWith('+') || line.startsWith(' '))) {
      lines.set(next, line.slice(1).replace(/\r$/, ''));
      next += 1;
    }
  }
  return lines;
}
