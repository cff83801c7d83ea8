// The names of the database drivers of Python.
import type { Drivers } from '../drivers.ts';

export const pythonDrivers: Drivers = {
  manifests: /^(?:pyproject\.toml|Pipfile|setup\.(?:py|cfg)|[\w.-]*requirements[\w.-]*\.(?:txt|in))$/i,
  postgres: /\b(?:psycopg2?|asyncpg|pg8000|aiopg|postgres)/i,
  others: [
    ['MySQL', /\b(?:mysqlclient|pymysql|mysql-connector|aiomysql|asyncmy)\b/i],
    ['SQL Server', /\b(?:mssql-django|pymssql)\b/i],
    ['Oracle', /\b(?:cx[_-]oracle|oracledb)\b/i],
  ],
};
