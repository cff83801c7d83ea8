// Runs migration tools against a server and writes what they send: fixtures/frameworks/<tool>/golden/<case>/sent.txt, which
// test/frameworks/golden.test.ts holds the static reading against. `npx tsx scripts/golden/make.ts knex rails` (no names: all).
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MAJORS } from '../../test/live/binaries.ts';
import { type Server, startServer } from '../../test/live/server.ts';
import { install } from './install.ts';
import { run } from './run.ts';
import type { Tool } from './tool.ts';
import { tools } from './tools.ts';
import { listen, type Wire } from './wire.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures/frameworks');

await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !tools.some(({ id }) => id === name));
  if (unknown) throw new Error(`${unknown} is none of ${tools.map(({ id }) => id).join(', ')}`);
  const server = await startServer(MAJORS.at(-1) ?? 18);
  const wire = await listen(server.host);
  try {
    for (const tool of tools) if (names.length === 0 || names.includes(tool.id)) await make(tool, server, wire);
  } finally {
    await wire.close();
    await server.close();
  }
}

async function make(tool: Tool, server: Server, wire: Wire): Promise<void> {
  const { folder, label } = install(tool);
  const golden = join(fixtures, tool.id, 'golden');
  for (const name of readdirSync(golden).filter((name) => tool.cases?.test(name) ?? true)) {
    const { version, name: database } = await databaseOf(server);
    try {
      const sections = await run(tool, join(golden, name), { folder, wire, database });
      const text = [`# ${label}, PostgreSQL ${version}`, ...sections, ''].join('\n');
      writeFileSync(join(golden, name, 'sent.txt'), text);
      console.log(`${tool.id}/${name}: ${sections.length} lines`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${tool.id}/${name}: ${(error as Error).message}`);
    }
  }
}

async function databaseOf(server: Server): Promise<{ name: string; version: string }> {
  const database = await server.database();
  const session = await database.connect();
  const { rows } = await session.client.query<{ server_version: string }>('SHOW server_version');
  await session.end();
  return { name: database.name, version: rows[0]?.server_version ?? '' };
}
