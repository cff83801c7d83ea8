// Adds to a package-lock.json the optional packages of other platforms that npm left out because the registry at hand
// does not carry them; without them `npm ci` calls the lock out of date. With a complete registry it changes nothing.
// node scripts/complete-lock.mjs [folder…]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * The platform that a package of prebuilt binaries names in its own name, as npm's lock describes it.
 * @param {string} name
 */
function platform(name) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.some((word) => word.startsWith(processor))).slice(0, 1);
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : [];
  if (os.length === 0 || cpu.length === 0) throw new Error(`${name} does not say which platform it is for`);
  return { os, cpu, ...(libc.length > 0 ? { libc } : {}) };
}

/**
 * @param {string} name
 * @param {string} range an exact version, or `npm:name@version`
 * @param {boolean} dev
 */
function entry(name, range, dev) {
  const [, alias, version] = /^(?:npm:(.+)@)?(\d[^\s]*)$/.exec(range) ?? [];
  if (version === undefined) throw new Error(`${name} is not pinned to one version: ${range}`);
  return {
    ...(alias ? { name: alias } : {}),
    version,
    ...(dev ? { dev } : {}),
    optional: true,
    ...platform(alias ?? name),
  };
}

/** @param {string} folder */
function complete(folder) {
  const path = join(folder, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const added = [];
  for (const parent of Object.values(lock.packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      if (Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`))) continue;
      lock.packages[`node_modules/${name}`] = entry(name, range, parent.dev === true);
      added.push(name);
    }
  }
  if (added.length === 0) return;
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${path}: added ${added.join(', ')}`);
}

for (const folder of process.argv.length > 2 ? process.argv.slice(2) : ['.']) complete(folder);
