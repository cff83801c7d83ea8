// What --help prints; it fits a screen of 80 columns.

export const help = `migration-lint [paths…]          lint new migrations: files, folders, globs;
                                 no path: those of the repository; -: stdin
migration-lint explain [paths…]  what each statement locks, scans and rewrites
migration-lint rules             the rules; rule <id> prints a rule's page
migration-lint init              write a commented migration-lint.config.yaml
      --from-squawk [FILE]       with what a .squawk.toml says
migration-lint stats             read table sizes from a server into a file
      --database-url URL         or DATABASE_URL, or PGHOST and its like
      -o, --output FILE          (default migration-lint.stats.json; -: stdout)

What is judged (a named file always is):
  --since REF             what changed since REF, not since the default branch
  --all                   every migration, each as if it alone were new
  --staged                what the git index holds against HEAD
  --down                  the ways back (down) of these, as a rollback runs them
  --no-history            read each file alone, without earlier migrations
  --stdin-filename NAME   with -: the path that the text is to have

How it is judged and shown:
  --pg-version V          PostgreSQL 13 to 19, such as 16 or 14.2 (default 15)
  --preset NAME           locks-only, recommended (default) or strict rules
  --stats FILE            table sizes from there; --no-stats: from nowhere
  --config FILE           instead of migration-lint.config.{json,yaml}
  --format F[=FILE]       text, json, markdown, github, sarif, gitlab, junit,
                          checkstyle, rdjson, html; all but one to files
  -q, --quiet             findings and summary only; --color auto|always|never

Adopting it on an old project (docs/adopting.md):
  --write-baseline        accept what there is in migration-lint.baseline.json
  --prune-baseline        take out of it what has gone
  --baseline [FILE]       another file; --no-baseline: as if there were none

Exit code: 0 clean; 1 findings, or a judged file not read in full;
2 wrong usage, config or path; 3 a fault of migration-lint
  --fail-on SEVERITY      error, warning, info or never: the least that exits 1
  --allow-incomplete      what could not be read does not exit with 1
  --allow-empty           a glob that matches nothing does not exit with 2
  -h, --help   -V, --version

Allow a finding in a comment before it: -- migration-lint-allow <rule>: reason
`;
