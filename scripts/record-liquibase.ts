// Writes fixtures/frameworks/liquibase-xml/golden/sent.txt anew: what Liquibase 4.28 sends to PostgreSQL 16 for the changelogs there,
// as the server logs it. Liquibase is the npm package, whose archives are unpacked and run without its wrapper:
//   npm pack liquibase@4.28.1 && tar xzf liquibase-4.28.1.tgz && npx tsx scripts/record-liquibase.ts package [changelog folder]
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries, serverAccount } from '../test/live/binaries.ts';

const port = '55791';
const [unpacked = 'package', changelogs = 'fixtures/frameworks/liquibase-xml/golden'] = process.argv.slice(2);
const account = serverAccount();
const { root } = findBinaries(16, account);
const folder = mkdtempSync(join(tmpdir(), 'liquibase-'));
if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
chmodSync(folder, 0o755);
const data = join(folder, 'data');
const logFile = join(folder, 'log');
execFileSync(join(root, 'bin/initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust'], { ...account, stdio: 'ignore' });

const settings = {
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_statement: 'all',
  log_line_prefix: '',
  fsync: 'off',
};
const server = spawn(
  join(root, 'bin/postgres'),
  ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  { ...account, stdio: ['ignore', 'ignore', openSync(logFile, 'w')] },
);
while (!readFileSync(logFile, 'utf8').includes('ready to accept')) await sleep(50);

const lib = resolve(unpacked, 'dist/liquibase/internal/lib');
const work = join(folder, 'work');
cpSync(changelogs, work, { recursive: true });
const classpath = readdirSync(lib).map((name) => join(lib, name));
const told = spawnSync(
  'java',
  [
    '-cp',
    classpath.join(':'),
    'liquibase.integration.commandline.LiquibaseCommandLine',
    'update',
    '--changelog-file=master.xml',
    `--url=jdbc:postgresql://127.0.0.1:${port}/postgres`,
    '--username=postgres',
    '--password=x',
  ],
  { cwd: work, encoding: 'utf8' },
);
if (told.status !== 0) console.error(told.stderr.replace(/^[\s\S]*?ERROR:/, 'ERROR:').slice(0, 3000));
server.kill('SIGINT');
await new Promise((ended) => server.once('exit', ended));
const log = readFileSync(logFile, 'utf8');
rmSync(folder, { recursive: true });

// A statement of several lines goes on in lines that begin with a tab.
const joined = log.replace(/\n\t/g, '\\n').split('\n');
const sent = joined
  .map((line) => /^(?:LOG: {2}(?:execute [^:]*|statement): |(ERROR): {2})(.*)$/.exec(line))
  .flatMap((found) => (found ? [`${found[1] ? '!!ERROR ' : ''}${found[2]}`] : []));
writeFileSync(join(changelogs, 'sent.txt'), `${sent.join('\n')}\n`);
