// Runs Liquibase's changelog, master.*, all of one way, from the archives that its package of npm holds.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const lib = resolve('node_modules/liquibase/dist/liquibase/internal/lib');
const classpath = readdirSync(lib).map((name) => resolve(lib, name));
const changelog = readdirSync('.').find((name) => name.startsWith('master.'));
const { PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD } = process.env;
const { status } = spawnSync(
  'java',
  [
    ...['-cp', classpath.join(':'), 'liquibase.integration.commandline.LiquibaseCommandLine'],
    ...(process.argv[2] === 'up' ? ['update'] : ['rollback-count', '--count=1000']),
    `--changelog-file=${changelog}`,
    `--url=jdbc:postgresql://${PGHOST}:${PGPORT}/${PGDATABASE}`,
    ...[`--username=${PGUSER}`, `--password=${PGPASSWORD}`],
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
