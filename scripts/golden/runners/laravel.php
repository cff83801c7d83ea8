<?php
// Runs Laravel's migrations in database/migrations, all of one way. Of Debian's php-illuminate-database, which is in the include path.
foreach (['Database', 'Filesystem', 'Events', 'Container', 'Support'] as $part) {
    require_once "Illuminate/$part/autoload.php";
}

use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Support\Facades\Facade;

$capsule = new Manager();
$capsule->addConnection([
    'driver' => 'pgsql',
    'host' => getenv('PGHOST'),
    'port' => getenv('PGPORT'),
    'database' => getenv('PGDATABASE'),
    'username' => getenv('PGUSER'),
    'password' => getenv('PGPASSWORD'),
    'charset' => 'utf8',
    'prefix' => '',
    'search_path' => 'public',
]);
$capsule->setAsGlobal();
$app = $capsule->getContainer();
$databases = $capsule->getDatabaseManager();
$app->instance('db', $databases);
$app->bind('db.schema', fn () => $capsule->schema());
Facade::setFacadeApplication($app);

$repository = new DatabaseMigrationRepository($databases, 'migrations');
$repository->setSource('default');
$migrator = new Migrator($repository, $databases, new Filesystem());
$migrator->setConnection('default');
if (!$repository->repositoryExists()) {
    $repository->createRepository();
}
$paths = [getcwd() . '/database/migrations'];
$argv[1] === 'up' ? $migrator->run($paths) : $migrator->reset($paths);
