// Names and texts of a pull request that would like to be more than data: nothing of them is obeyed or rendered.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows are among what is tried
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../reporters/hostile-texts.ts';
import { rendered } from '../reporters/readers.ts';
import type { Changes } from './runner/repository.ts';
import type { StepResult } from './runner/run-action.ts';
import {
  asJson,
  blockingIndex,
  judgedBy,
  type Scenario,
  scenario,
  usersTable,
  withMigration,
} from './runner/scenario.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const isIdentifier = (text: string): boolean =>
  text !== '' && Buffer.byteLength(text) < 60 && !/[\0\ud800-\udfff]/.test(text);
const isFileName = (text: string): boolean => isIdentifier(text) && !/^\.{1,2}$/.test(text);
const more = [
  '@everyone',
  '${{ github.token }}',
  '${{ secrets.X }}',
  '<!-- migration-lint comment 0 -->',
  '%0A::error::pwned',
];
const texts = [...hostileTexts, ...more];

/** What GitHub makes links, mentions, references or pictures of. */
const linking = /@\w|(?<!^)www\.|#\d|\b[A-Z]+-\d|(?<!\w):\w+:(?!\w)|\$\{\{/;
const elements =
  /^(?:#comment|a|blockquote|br|code|details|em|h2|h3|li|p|pre|strong|sub|summary|table|tbody|td|th|thead|tr|ul)$/;

/** Our own addresses, those of the lines and of the job. */
const isOurs = (attribute: string): boolean =>
  /^(?:class=language-[a-z]+|(?:align|open|colspan|title)=.*|href=https:\/\/github\.com\/octo-org\/shop\/(?:blob|actions)\/[\w%./~!'()*-]*(?:#L\d+)?)$/.test(
    attribute,
  );

function expectInert(markdown: string): void {
  const found = rendered(markdown.replace(/^<!-- [^\n]* -->\n<!-- run \d+ -->\n/, ''));
  expect(found.elements.filter((name) => !elements.test(name) || name === '#comment')).toEqual([]);
  expect(found.attributes.filter((attribute) => !isOurs(attribute))).toEqual([]);
  expect(found.prose.replace('[!IMPORTANT]', '')).not.toMatch(linking);
}

/** Every command that the runner finds is ours: about a file that is there, or about the whole. */
function expectOwnAnnotations({ annotations }: StepResult, files: readonly string[]): void {
  for (const { file, message, title } of annotations) {
    expect(message).not.toBe('pwned');
    if (file !== undefined) expect(files).toContain(file);
    expect(title ?? 'migration-lint').toMatch(/^migration-lint(?:: [a-z-]+)?$/);
  }
}

function expectNothingObeyed({ own, gitHub }: Scenario, result: StepResult, files: readonly string[]): void {
  expectOwnAnnotations(result, files);
  expectInert(result.summary);
  for (const { body } of own()) expectInert(body);
  for (const { comments } of gitHub.state.reviews)
    for (const { body } of comments) expect(rendered(body).elements.filter((name) => !elements.test(name))).toEqual([]);
  expect(Object.keys(result.outputs).sort()).toEqual(['errors', 'infos', 'report', 'verdict', 'warnings']);
}

/** Names of tables, in as many files as there is room for. */
const tables = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.map((name, at) => [`db/migrations/2${String(at).padStart(4, '0')}.sql`, `DROP TABLE ${quoted(name)};\n`]),
  );

describe.concurrent('names and texts of the pull request', () => {
  /** Those annotated, as far as they are ours. */
  const named = ({ annotations }: StepResult) =>
    annotations.flatMap(({ file = '' }) => (/^db\/migrations\/2\d{4}\.sql$/.test(file) ? [file] : []));
  const identifiers = texts.filter(isIdentifier);

  test('there are enough', () => {
    expect(new Set(identifiers).size).toBeGreaterThan(300);
  });

  test.each([0, 1, 2, 3])('names of tables, part %i', async (part) => {
    const made = await scenario({
      base: { 'README.md': 'x' },
      head: tables(identifiers.filter((_, at) => at % 4 === part)),
    });
    const result = await made.run({ inputs: { format: 'text' } });
    expect(result.code).toBe(1);
    expectNothingObeyed(made, result, named(result));
  });

  test('names of files', async () => {
    // Alone and at the beginning of a line; rendering is what takes long here.
    const names = [
      ...new Set(
        texts
          .filter((_, at) => at % 3 !== 1)
          .filter(isFileName)
          .map((name) => `${name.replaceAll('/', '\u2215')}.sql`),
      ),
    ];
    const files = Object.fromEntries(
      names.map((name, at) => [`db/migrations/2${String(at).padStart(4, '0')}_${name}`, blockingIndex]),
    );
    const made = await scenario({ base: { 'db/migrations/1.sql': usersTable }, head: files });
    for (const depth of [0, 1]) {
      const result = await made.run({ checkout: { depth }, inputs: asJson });
      expect(judgedBy(result)).toHaveLength(names.length);
      expectNothingObeyed(
        made,
        result,
        result.annotations.flatMap(({ file }) => (file?.startsWith('db/migrations/2') ? [file] : [])),
      );
    }
  });

  test('comments, strings, and what can not be read', async () => {
    const files = Object.fromEntries(
      texts
        .filter((text, at) => at % 3 === 0 && !/[\0\ud800-\udfff]/.test(text))
        .map((text, at) => [
          `db/migrations/2${String(at).padStart(4, '0')}.sql`,
          [
            `-- ${text}`,
            `DROP TABLE users; /* ${text.replaceAll('*/', '')} */`,
            `COMMENT ON TABLE a IS '${text.replaceAll("'", "''")}';`,
            `-- migration-lint-allow dropped-table: ${text.replaceAll(/[\r\n]/g, ' ')}`,
            'DROP TABLE b;',
            `DO $a$ BEGIN EXECUTE '${text.replaceAll("'", "''''")}'; END $a$;`,
            `ALTER TABLE ${text};`,
            '',
          ].join('\n'),
        ]),
    );
    const made = await scenario({ base: { 'README.md': 'x' }, head: files });
    const result = await made.run();
    expect(result.code).toBe(1);
    expectNothingObeyed(made, result, Object.keys(files));
  });

  test.each([
    'x$(touch${IFS}pwned)',
    '`id`',
    '%0A%3A%3Aerror%3A%3Apwned',
    '-h',
    '--upload-pack=touch${IFS}pwned',
    '@everyone',
    '<img/src=x>',
    '${{github.token}}',
    '<!--migration-lint-comment-->',
    "';touch${IFS}pwned;'",
  ])('a branch %s', async (branch) => {
    const made = await scenario({ ...withMigration(blockingIndex), branch: `feature/${branch}` });
    const result = await made.run({ checkout: { depth: 0 } });
    expect([result.code, result.outputs.errors]).toEqual([1, '1']);
    expectNothingObeyed(made, result, ['db/migrations/0002_email.sql']);
    expect(existsSync(join(result.workspace, 'pwned'))).toBe(false);
  });

  test('a config with such keys, names and values', async () => {
    const head: Changes = {
      'db/migrations/2.sql': blockingIndex,
      'migration-lint.config.yaml': `postgres: "16\\n::error::pwned"\n"::error::pwned": "</details>@everyone"\n`,
    };
    const made = await scenario({ base: { 'db/migrations/1.sql': usersTable }, head });
    const result = await made.run();
    expect(result.code).toBe(1);
    expect(result.annotations.length).toBeGreaterThan(0);
    expectOwnAnnotations(result, []);
  });

  test('paths and inputs from an expression that somebody else fills', async () => {
    const made = await scenario(withMigration(blockingIndex));
    for (const text of [
      '$(touch pwned)',
      '; touch pwned',
      '--config=/etc/passwd',
      '::error::pwned',
      '../../../etc/passwd',
      '-',
    ]) {
      const result = await made.run({ inputs: { paths: text } });
      expect(result.code).toBe(1);
      // What can't be read is named.
      expectOwnAnnotations(result, ['../../etc/passwd']);
      expect(existsSync(join(result.workspace, 'pwned'))).toBe(false);
      expect(result.stdout).not.toContain('root:');
    }
  });
});
