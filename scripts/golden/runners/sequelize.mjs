// Runs Sequelize's migrations in ./migrations, all of one way, as its command line does: with Umzug.
import { createRequire } from 'node:module';

const load = createRequire(`${process.cwd()}/`);
const { Sequelize } = load('sequelize');
const { SequelizeStorage, Umzug } = load('umzug');
const sequelize = new Sequelize(process.env.DATABASE_URL, { dialect: 'postgres', logging: false });
const umzug = new Umzug({
  migrations: {
    glob: 'migrations/*.js',
    resolve: (/** @type {{ name: string, path: string }} */ { name, path }) => ({
      name,
      up: () => load(path).up(sequelize.getQueryInterface(), Sequelize),
      down: () => load(path).down(sequelize.getQueryInterface(), Sequelize),
    }),
  },
  storage: new SequelizeStorage({ sequelize }),
  logger: undefined,
});
await (process.argv[2] === 'up' ? umzug.up() : umzug.down({ to: 0 }));
await sequelize.close();
