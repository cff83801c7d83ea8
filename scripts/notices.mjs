// The licence texts of what is bundled into dist/, from the packages themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const isLicence = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** What a package brings in binary form and has no text for in its own folder. */
const additions = new Map([
  ['libpg-query', 'scripts/notices/parser.txt'],
  // The package leaves out the LICENSE of its repository.
  ['saxes', 'scripts/notices/saxes.txt'],
]);

/** The package's folder: what follows the last `node_modules/`, one name or two. @param {string} input */
const packageFolder = (input) => /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

/**
 * Throws where a package has no licence text.
 * @param {string} root
 * @param {readonly string[]} inputs the files bundled, relative to it
 */
export function thirdPartyNotices(root, inputs) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].map((folder) => notice(root, folder));
  const texts = [...new Set(notices.sort())];
  return `The files beside this one contain these packages:\n\n${texts.join('\n')}`;
}

/** @param {string} root @param {string} folder */
function notice(root, folder) {
  const place = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const names = readdirSync(place).sort();
  /** @param {string} path */
  const read = (path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
  const own = names.filter((file) => isLicence.test(file)).map((file) => read(join(place, file)));
  const told = names.filter((file) => /^readme/i.test(file)).flatMap((file) => licenceSection(read(join(place, file))));
  const texts = own.length > 0 ? own : told;
  const addition = additions.get(name);
  if (texts.length === 0 && !addition)
    throw new Error(`${name} ${version} (${license}) has no licence text to put beside the bundle`);
  const rule = '='.repeat(80);
  return [
    `${rule}\n${name} ${version} (${license})\n${rule}`,
    ...texts,
    ...(addition ? [read(join(root, addition))] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What a README has under the heading License, where that is more than a name. @param {string} readme */
function licenceSection(readme) {
  const [, section = ''] = /^#+ *licen[cs]e\b.*\n([\s\S]*?)(?=^#|(?![\s\S]))/im.exec(readme) ?? [];
  return /permission/i.test(section) ? [section.trim()] : [];
}
