// Runs dbmate's migrations in ./db/migrations, all of one way, by the binary that its package of npm holds.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const binary = join('node_modules', '@dbmate', 'linux-x64/bin/dbmate');

/** @param {string} command */
const dbmate = (command) => execFileSync(binary, ['--no-dump-schema', command], { stdio: 'inherit' });
if (process.argv[2] === 'up') dbmate('migrate');
else for (const _ of readdirSync('db/migrations')) dbmate('rollback');
