// Matches a path against the globs of a config. fast-glob finds files; this asks about one path, without loading it.

/** Whether the text is a glob and not a plain path. */
export const isGlob = (text: string): boolean => /[*?{}[\]]|[@+!]\(/.test(text);

/**
 * A test for paths with `/`, relative to where the patterns are. `**` crosses folders; a pattern without glob characters
 * names a file or everything in a folder; a leading `!` takes matches away again.
 */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    return { negated, test: patternTest(negated ? pattern.slice(1) : pattern) };
  });
  return (path) => {
    let matched = tests.length > 0 && tests.every(({ negated }) => negated);
    for (const { negated, test } of tests) if (test.test(path)) matched = !negated;
    return matched;
  };
}

function patternTest(pattern: string): RegExp {
  const plain = pattern
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  if (plain === '' || plain === '.') return /^/;
  // A bare name such as *.mysql.sql means it at any depth, as in .gitignore.
  const anywhere = isGlob(plain) && !plain.includes('/') ? '(?:.*/)?' : '';
  return new RegExp(`^${anywhere}${source(plain)}(?:/.*)?$`);
}

const tokens = /\*\*\/|\/\*\*$|\*\*|\*|\?|\[!?[^\]]+\]|\{|\}|,|[^*?[{},/]+|./g;

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '/**': '/.*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

function source(pattern: string): string {
  let depth = 0;
  return pattern.replace(tokens, (token) => {
    const wildcard = wildcards[token];
    if (wildcard !== undefined) return wildcard;
    if (/^\[.*\]$/.test(token)) return token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    if (token === '{') return choice('(?:', 1);
    if (depth > 0 && token === '}') return choice(')', -1);
    if (depth > 0 && token === ',') return '|';
    return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });

  function choice(text: string, step: number): string {
    depth += step;
    return text;
  }
}
