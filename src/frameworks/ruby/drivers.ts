// The names of the database drivers of Ruby.
import type { Drivers } from '../drivers.ts';

export const rubyDrivers: Drivers = {
  manifests: /^(?:Gemfile|[\w-]+\.gemspec)$/,
  postgres: /['"](?:pg|activerecord-postg[\w-]*|activerecord-jdbcpostgresql-adapter)['"]/,
  others: [
    ['MySQL', /['"](?:mysql2|trilogy|activerecord-jdbcmysql-adapter)['"]/],
    ['SQLite', /['"]sqlite3['"]/],
    ['SQL Server', /['"]activerecord-sqlserver-adapter['"]/],
    ['Oracle', /['"]activerecord-oracle_enhanced-adapter['"]/],
  ],
};
