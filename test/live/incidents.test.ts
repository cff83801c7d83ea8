// The SQL of fixtures/incidents on real servers: every migration runs, so that no outage is told with SQL that PostgreSQL refuses.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, incidentsFolder, readIncidents } from '../support/incidents.ts';
import { MAJORS, whyUnavailable } from './binaries.ts';
import { runGiven, type Server, startServer } from './server.ts';

for (const major of MAJORS) {
  const reason = whyUnavailable(major);
  test.skipIf(reason)(`${major}${reason ? `: ${reason}` : ''}`, { timeout: 120_000 }, async () => {
    const server = await startServer(major);
    try {
      const troubles: string[] = [];
      for (const { name } of readIncidents()) troubles.push(...(await troublesOf(server, name)));
      expect(troubles).toEqual([]);
    } finally {
      await server.close();
    }
  });
}

async function troublesOf(server: Server, name: string): Promise<string[]> {
  const database = await server.database();
  const session = await database.connect();
  try {
    for (const [file, sql] of inOrder(filesOf(join(incidentsFolder, name, 'migrations')))) {
      await runGiven(session, sql).catch((error) => {
        throw new Error(`${name}/${file}: ${error.message}`);
      });
    }
    return [];
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await session.end();
    await database.drop();
  }
}

/** The way up by name, then the way down from the newest. */
function inOrder(files: Readonly<Record<string, string>>): [string, string][] {
  const isDown = ([name]: [string, string]) => name.endsWith('.down.sql');
  const all = Object.entries(files);
  return [...all.filter((file) => !isDown(file)), ...all.filter(isDown).reverse()];
}
