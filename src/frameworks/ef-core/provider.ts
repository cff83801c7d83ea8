// Which database a folder's migrations are for, and by which version of EF Core: several folders of a project may be for several.
import { filesAbove } from '../around.ts';
import { type Drivers, databaseOfPackages } from '../drivers.ts';
import type { MigrationFolder } from '../framework.ts';

const snapshotName = /ModelSnapshot\.cs$/;

const packages: Drivers = {
  manifests: /\.csproj$/,
  postgres: /Npgsql/,
  others: [
    ['SQL Server', /EntityFrameworkCore\.SqlServer/],
    ['MySQL', /Pomelo\.EntityFrameworkCore\.MySql|MySql\.EntityFrameworkCore|EntityFrameworkCore\.MySql/],
    ['SQLite', /EntityFrameworkCore\.Sqlite/],
    ['Oracle', /Oracle\.EntityFrameworkCore/],
  ],
};

/** What the providers leave in the snapshot of the model. */
const providers: readonly (readonly [string | undefined, RegExp])[] = [
  [undefined, /\bNpgsql|"Npgsql:/],
  [
    'SQL Server',
    /\bSqlServer(?:Model|Property|Key|Index)|"SqlServer:|HasColumnType\("(?:nvarchar|datetime2|uniqueidentifier)/,
  ],
  ['MySQL', /\bMySql(?:Model|Property)|"MySql:|HasColumnType\("(?:longtext|tinyint|datetime\(6\)|char\(36\))/],
  ['Oracle', /\bOracle(?:Model|Property)|"Oracle:|HasColumnType\("(?:NVARCHAR2|NUMBER)/],
  ['SQLite', /"Sqlite:|HasColumnType\("(?:TEXT|INTEGER|BLOB|REAL)"\)/],
];

const snapshotIn = ({ files, around }: MigrationFolder): string | undefined => {
  const name = files.find((file) => snapshotName.test(file));
  return name === undefined ? undefined : around?.text(name);
};

/** Undefined where it is PostgreSQL, or nothing tells. */
export function databaseOf(folder: MigrationFolder): string | undefined {
  const snapshot = snapshotIn(folder) ?? migrationIn(folder);
  const told = providers.find(([, mark]) => snapshot !== undefined && mark.test(snapshot));
  return told ? told[0] : databaseOfPackages(folder, packages);
}

/** The newest migration, where there is no snapshot. */
const migrationIn = ({ files, around }: MigrationFolder): string | undefined => {
  const name = files.filter((file) => /^\d+_.*\.cs$/.test(file)).at(-1);
  return name === undefined ? undefined : around?.text(name);
};

const named = /Npgsql\.EntityFrameworkCore\.PostgreSQL(?:\.\w+)?"\s+(?:Version|VersionOverride)="\D{0,2}(\d+)/;

/** The major version, by the project's packages or by what wrote the snapshot; undefined where nothing tells. */
export function versionIn(folder: MigrationFolder): number | undefined {
  const { around } = folder;
  const manifests = around ? filesAbove(around, /\.csproj$|^Directory\.(?:Packages|Build)\.props$/) : [];
  const texts = manifests.map((file) => around?.text(file) ?? '');
  const found =
    texts.map((text) => named.exec(text)?.[1]).find(Boolean) ??
    /"ProductVersion",\s*"(\d+)/.exec(snapshotIn(folder) ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}
