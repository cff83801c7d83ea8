// Tells which tool's folder this is, by the files that the tool leaves beside the migrations and the packages that name it.
// Where two tools are as likely, or nothing tells, it is plain SQL.
import { filesAbove } from '../around.ts';
import type { MigrationFolder, Surroundings } from '../framework.ts';
import type { Dependency, Profile, Setting, Sign } from './profile.ts';
import { profiles } from './profiles/index.ts';

const nothing: Surroundings = { names: () => [], text: () => undefined };

/** `migrations` are those of the folder's files that are migrations by their names. */
export function profileOf(folder: MigrationFolder, migrations: readonly string[]): Profile | undefined {
  const fitting = profiles.filter(({ files }) => folder.files.some((path) => files.test(path)));
  const bySign = fitting.find(({ signs }) => signs.some((sign) => isThere(folder, sign)));
  if (bySign) return bySign;
  const ours = fitting.filter(
    ({ files, dependencies = [] }) =>
      migrations.every((path) => files.test(path)) && dependencies.some((dependency) => dependsOn(folder, dependency)),
  );
  if (ours.length > 0) return ours.length === 1 ? ours[0] : undefined;
  return fitting.find(({ signs }) =>
    signs.some((sign) => sign.kind === 'names' && migrations.every((path) => sign.names.test(path))),
  );
}

function isThere({ path, files, around = nothing }: MigrationFolder, sign: Sign): boolean {
  switch (sign.kind) {
    case 'path':
      return sign.path.test(path);
    case 'here': {
      const [first = ''] = sign.name.split('/');
      if (!around.names(0).includes(first)) return false;
      const text = around.text(sign.name);
      return text !== undefined && (sign.holds?.test(text) ?? true);
    }
    case 'above':
      if (sign.files && !files.some((file) => sign.files?.test(file))) return false;
      return filesAbove(around, sign.name).some((file) => !sign.holds || sign.holds.test(around.text(file) ?? ''));
    default:
      return false;
  }
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function dependsOn({ path, around = nothing }: MigrationFolder, { manifest, name, folder }: Dependency): boolean {
  if (folder && !folder.test(path)) return false;
  const texts = filesAbove(around, new RegExp(`^${literal(manifest)}$`)).map((file) => around.text(file) ?? '');
  const wanted = {
    'package.json': `"${literal(name)}"\\s*:\\s*"`,
    'go.mod': `^(?:require\\s+|\\s+)${literal(name)}(?:/v\\d+)?\\s`,
    'Cargo.toml': `^\\s*"?${literal(name)}"?(?:\\.\\w+)?\\s*=|^\\[[^\\]\\n]*dependencies\\.${literal(name)}\\]`,
  }[manifest];
  const found = new RegExp(wanted, 'm');
  return texts.some((text) => found.test(text));
}

/** The settings that the project's files hold, in the profile's order. */
export const settingsIn = ({ around = nothing }: MigrationFolder, settings: readonly Setting[]): Setting[] =>
  settings.filter(({ name, holds }) => filesAbove(around, name).some((file) => holds.test(around.text(file) ?? '')));
