// The safe way as a Laravel migration. Illuminate/Database/Migrations/Migrator.php; `online()` came with 12.23 only, `DB::statement`
// is there always.
import { phpText } from '../remedy/quoting.ts';
import { indent, type RemedyContext, type RemedyWriter } from '../remedy/remedy.ts';

export const remedy: RemedyWriter = {
  title: 'Laravel',
  language: 'php',
  mark: '//',
  statement: ({ sql }) => `DB::${canBePrepared(sql) ? 'statement' : 'unprepared'}(${phpText(sql, 4)});`,
  wrapped,
};

/** In a prepared statement a question mark stands for a value, as a name after a colon does. */
const canBePrepared = (sql: string): boolean => !/\?|(?<!:):(?=[a-z_])/i.test(sql);

function wrapped(code: string, { migration: { isOutside } }: RemedyContext): string {
  return [
    'return new class extends Migration',
    '{',
    ...(isOutside ? ['    public $withinTransaction = false;\n'] : []),
    '    public function up(): void',
    '    {',
    indent(code, 8),
    '    }',
    '};',
  ].join('\n');
}
