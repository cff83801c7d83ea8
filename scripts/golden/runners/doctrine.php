<?php
// Runs Doctrine's migrations in migrations, all of one way, through Debian's php-doctrine-dbal, which is in the include path. Debian has
// no doctrine/migrations: what of it is between a migration and DBAL is here, as its DbalExecutor has it.
namespace Doctrine\Migrations {
    require_once 'Doctrine/DBAL/autoload.php';

    abstract class AbstractMigration
    {
        public array $planned = [];
        protected $platform;
        protected $sm;

        public function __construct(protected \Doctrine\DBAL\Connection $connection)
        {
            $this->platform = $connection->getDatabasePlatform();
            $this->sm = $connection->createSchemaManager();
        }

        public function isTransactional(): bool
        {
            return true;
        }

        protected function addSql(string $sql, array $params = [], array $types = []): void
        {
            $this->planned[] = [$sql, $params, $types];
        }

        protected function skipIf(bool $condition, string $message = ''): void
        {
            if ($condition) {
                throw new \RuntimeException($message);
            }
        }

        public function preUp($schema): void
        {
        }

        public function postUp($schema): void
        {
        }
    }
}

namespace {
    use Doctrine\DBAL\DriverManager;

    $connection = DriverManager::getConnection([
        'driver' => 'pdo_pgsql',
        'host' => getenv('PGHOST'),
        'port' => getenv('PGPORT'),
        'dbname' => getenv('PGDATABASE'),
        'user' => getenv('PGUSER'),
        'password' => getenv('PGPASSWORD'),
    ]);
    $platform = $connection->getDatabasePlatform();
    $manager = $connection->createSchemaManager();
    $files = glob('migrations/Version*.php');
    $way = $argv[1];
    foreach ($way === 'up' ? $files : array_reverse($files) as $file) {
        require_once getcwd() . "/$file";
        $class = 'DoctrineMigrations\\' . basename($file, '.php');
        $migration = new $class($connection);
        if ($migration->isTransactional()) {
            $connection->beginTransaction();
        }
        $from = method_exists($manager, 'introspectSchema') ? $manager->introspectSchema() : $manager->createSchema();
        $to = clone $from;
        $migration->{$way}($to);
        $diff = $manager->createComparator()->compareSchemas($from, $to);
        $changes = method_exists($platform, 'getAlterSchemaSQL') ? $platform->getAlterSchemaSQL($diff) : $diff->toSql($platform);
        foreach ($migration->planned as [$sql, $params, $types]) {
            $connection->executeStatement($sql, $params, $types);
        }
        foreach ($changes as $sql) {
            $connection->executeStatement($sql);
        }
        if ($migration->isTransactional()) {
            $connection->commit();
        }
    }
}
