// The tools in PHP whose statements are noted, in each version that a suite of Debian has, and the PHP that runs them all.
import { join } from 'node:path';
import type { Debian, Tool, Way } from './tool.ts';

/** Newer than the PHP of most systems, with the libraries of its own suite. */
const php: Debian = {
  suite: 'trixie',
  packages: [
    ...['php8.4-cli', 'php8.4-common', 'php8.4-pgsql', 'php8.4-mbstring', 'libc6', 'libgcc-s1', 'libstdc++6'],
    ...[
      'libedit2',
      'libargon2-1',
      'libpcre2-8-0',
      'libsodium23',
      'libssl3t64',
      'libxml2',
      'zlib1g',
      'liblzma5',
      'libzstd1',
    ],
    ...['libpq5', 'libonig5', 'libbsd0', 'libmd0', 'libtinfo6', 'libffi8', 'libgssapi-krb5-2', 'libldap2', 'libkrb5-3'],
    ...['libcom-err2', 'libk5crypto3', 'libkrb5support0', 'libsasl2-2', 'libkeyutils1'],
  ],
};

const run = (runner: string) => (way: Way) => ['sh', 'runners/php.sh', `runners/${runner}.php`, way];
const environment = (folder: string) => ({ ROOT: join(folder, 'root') });

const illuminate = (...parts: string[]): string[] => parts.map((part) => `php-illuminate-${part}`);
const common = [
  ...illuminate('database', 'filesystem', 'events', 'support', 'container', 'contracts', 'collections', 'macroable'),
  ...illuminate('bus', 'pipeline'),
  ...['php-psr-container', 'php-psr-simple-cache', 'php-doctrine-inflector', 'php-voku-portable-ascii'],
  ...['php-symfony-finder', 'php-symfony-translation', 'php-symfony-translation-contracts'],
  ...['php-symfony-deprecation-contracts', 'php-brick-math'],
];

/** `suite`: the one whose Laravel it is; the cases of a version end with its number. */
const laravel = (version: number, suite: string, packages: readonly string[]): Tool => ({
  id: 'laravel',
  cases: new RegExp(`-${version}$`),
  debian: [{ suite, packages: [...common, ...packages] }, php],
  command: run('laravel'),
  environment,
  own: /"migrations"|information_schema|^DEALLOCATE|pg_catalog|pg_class|^set (?:names|client_encoding|search_path)/i,
});

const doctrine = (version: number, suite: string): Tool => ({
  id: 'doctrine',
  cases: new RegExp(`-${version}$`),
  debian: [
    { suite, packages: ['php-doctrine-dbal', 'php-doctrine-deprecations', 'php-psr-cache', 'php-psr-log'] },
    php,
    // Of DBAL 3 alone.
    ...(version === 3 ? [{ suite, packages: ['php-doctrine-event-manager', 'php-doctrine-cache'] }] : []),
  ],
  command: run('doctrine'),
  environment,
  own: /pg_catalog|pg_(?:attribute|class|namespace|constraint|index|sequences?|get_\w+)\b|information_schema|^DEALLOCATE|current_schema|^SELECT CURRENT_DATABASE|current_database|^SHOW |^SELECT (?:nspname|version)/i,
});

export const phpTools: readonly Tool[] = [
  laravel(8, 'bookworm', [
    ...['php-nesbot-carbon', 'php-symfony-console', 'php-symfony-string', 'php-symfony-service-contracts'],
  ]),
  laravel(10, 'trixie', [...illuminate('conditionable'), 'php-nesbot-carbon', 'php-psr-clock']),
  laravel(13, 'sid', [
    ...illuminate('conditionable', 'reflection'),
    ...[
      'php-nesbot-carbon',
      'php-psr-clock',
      'php-laravel-serializable-closure',
      'php-carbon-doctrine-types',
      'php-symfony-clock',
    ],
    ...['php-symfony-polyfill-php85', 'php-symfony-polyfill-php86', 'php-symfony-polyfill-time'],
  ]),
  doctrine(3, 'bookworm'),
  doctrine(4, 'sid'),
];
