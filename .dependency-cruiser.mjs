// Imports go one way (ARCHITECTURE.md):
// cli action lsp → lint → findings, config, reporters, frameworks, simulation → postgres → source.
// test/tooling/import-direction.test.ts plants a violation of each rule below and expects it to be named.

const shells = '^src/(cli|action|lsp)/';

/**
 * A folder of src may import the folders named, its own files, and packages; no other file of ours.
 * @param {string} folder
 * @param {string[]} allowed patterns of paths under src/
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const reaches = (folder, allowed) => ({
  name: `${folder}-reaches`,
  comment: `src/${folder} imports only itself${allowed.length > 0 ? ` and ${allowed.join(', ')}` : ''}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|rules)/', pathNot: [`${folder}/`, ...allowed].map((path) => `^src/${path}`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    reaches('source', []),
    reaches('postgres', ['source/']),
    // Where a statement comes from is a MigrationFile, which the frameworks make.
    reaches('simulation', ['postgres/', 'source/', 'frameworks/framework\\.ts$']),
    reaches('frameworks', ['postgres/', 'source/']),
    reaches('selection', ['frameworks/', 'source/', 'config/']),
    reaches('config', ['postgres/', 'source/', 'rule\\.ts$', 'frameworks/framework\\.ts$', 'findings/finding\\.ts$']),
    reaches('statistics', ['config/']),
    reaches('adoption', ['postgres/', 'rule\\.ts$']),
    reaches('findings', [
      'statistics/statistics\\.ts$',
      'simulation/',
      'frameworks/framework\\.ts$',
      'postgres/',
      'source/',
      'config/',
      'rule\\.ts$',
    ]),
    reaches('reporters', ['findings/', 'config/', 'simulation/', 'postgres/', 'source/', 'rule\\.ts$']),
    // A server is only ever another source of effects.
    reaches('live', ['postgres/(effects/)?effects?\\.ts$']),
    {
      name: 'rule-contract-reaches',
      comment: 'src/rule.ts and src/rule/ are what a rule sees; they know no pipeline',
      severity: 'error',
      from: { path: '^src/rule(\\.ts$|/)' },
      to: {
        path: '^(src|rules)/',
        pathNot: '^src/(rule/|findings|simulation|postgres|source|frameworks/framework\\.ts$)',
      },
    },
    {
      name: 'lint-below-shells',
      comment: 'src/lint.ts is called by the shells, never the other way, and is given its rules',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$', pathNot: '^src/index\\.ts$' },
      to: { path: [shells, '^rules/'] },
    },
    {
      name: 'action-apart',
      comment: "what runs on GitHub stands on the command's parts, and nothing stands on it or on GitHub's toolkit",
      severity: 'error',
      from: { pathNot: '^src/action/' },
      to: { path: ['^src/action/', '(^|/)@actions/'] },
    },
    {
      name: 'rule-imports-contract-only',
      comment: 'a rule imports src/rule.ts and nothing else: no package, no other rule, no lock lore',
      severity: 'error',
      from: { path: '^rules/', pathNot: '^rules/index\\.ts$' },
      to: { pathNot: '^src/rule\\.ts$' },
    },
    {
      name: 'rule-list-reaches',
      comment: 'rules/index.ts lists the rules and knows nothing else but their contract',
      severity: 'error',
      from: { path: '^rules/index\\.ts$' },
      to: { pathNot: '^(src/rule\\.ts$|rules/)' },
    },
    {
      name: 'rules-by-entry-points-only',
      comment: 'only the entry points import rules/index.ts',
      severity: 'error',
      from: { pathNot: ['^src/index\\.ts$', shells] },
      to: { path: '^rules/index\\.ts$' },
    },
    {
      name: 'rule-by-its-list-only',
      comment: 'a single rule is imported by rules/index.ts alone',
      severity: 'error',
      from: { pathNot: '^rules/index\\.ts$' },
      to: { path: '^rules/', pathNot: '^rules/index\\.ts$' },
    },
    {
      name: 'frameworks-apart',
      comment:
        'a framework never imports another; csharp/, elixir/, javascript/, php/, python/ and ruby/ are none, but what those in a language share, remedy/ what all share, and sql/ what is true of every SQL file',
      severity: 'error',
      from: { path: '^src/frameworks/([^/]+)/' },
      to: {
        path: '^src/frameworks/[^/]+/',
        pathNot: ['^src/frameworks/$1/', '^src/frameworks/(csharp|elixir|javascript|php|python|remedy|ruby|sql)/'],
      },
    },
    {
      name: 'code-read-when-met',
      comment:
        'what reads migrations in code, and its parser, is loaded when one is met: whoever has SQL alone does not wait for it',
      severity: 'error',
      from: {
        path: '^src/frameworks/((?!tree-sitter|grammar-binaries|method-comments)[^/]+|[^/]+/(profile|drivers)|javascript/(project|naming))\\.ts$',
      },
      to: {
        path: [
          '^src/frameworks/javascript/(tool|evaluator)\\.ts$',
          '^src/frameworks/(?!sql/)[^/]+/(index|migration|syntax)\\.ts$',
          '^src/frameworks/(tree-sitter|grammar-binaries)\\.ts$',
          '@babel/parser',
        ],
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-parser',
      comment: 'only src/postgres/libpg-query.ts imports libpg-query',
      severity: 'error',
      from: { pathNot: '^src/postgres/libpg-query\\.ts$' },
      to: { path: '(^|/)libpg-query(/|$)', pathNot: '^src/' },
    },
    {
      name: 'process-in-shells-only',
      comment:
        'only the shells, the wrapper that undoes what libpg-query does to the exit code, and src/live touch the process',
      severity: 'error',
      from: { path: '^src/', pathNot: [shells, '^src/postgres/libpg-query\\.ts$', '^src/live/'] },
      to: { path: '^(node:)?(process|console|net|http|https)$' },
    },
    {
      name: 'no-cycles',
      comment:
        'a cycle has no direction; only the lock model may have them, whose statements cause one another as PostgreSQL has it',
      severity: 'error',
      from: { pathNot: '^src/postgres/effects/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere; of sarif there are only types (@types/sarif)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
    {
      name: 'shipped-code-needs-shipped-packages',
      comment:
        'what users install does not include devDependencies; types vanish when built, and the action is built into one file',
      severity: 'error',
      from: { path: '^(src|rules)/', pathNot: '^src/action/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
    combinedDependencies: false,
  },
};
