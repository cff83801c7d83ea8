// The shipped JSON Schema and the documentation are those of src/config/schema.ts, and agree with what is read.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { rules as realRules } from '../../rules/index.ts';
import { docsPath, documentation, jsonSchema, schemaPath } from '../../scripts/generate-config-schema.ts';
import { readConfig } from '../../src/config/read.ts';

const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
const validate = new Ajv({ strict: true, strictTuples: false, allowUnionTypes: true }).compile(schema);
/** The real ones, so that the examples of the documentation name rules that exist; and a made-up one. */
const rules = [...realRules, { id: 'truncate' }];

const isRead = (text: string, name: string): boolean => {
  try {
    return readConfig({ text, path: `/${name}`, file: name }, '/', rules) !== undefined;
  } catch {
    return false;
  }
};

test('the shipped schema is the generated one', () => {
  expect(schema).toEqual(jsonSchema());
});

test('the table of keys in the documentation is the generated one', () => {
  const page = readFileSync(docsPath, 'utf8');
  expect(documentation(page)).toBe(page);
  expect(page).toContain('| `lockTimeout` |');
});

test('the examples of the documentation are read', () => {
  const page = readFileSync(docsPath, 'utf8');
  const examples = [...page.matchAll(/^```(json|yaml) config\n([\s\S]*?)^```/gm)].map(([, kind, text]) => ({
    kind,
    text,
  }));
  expect(examples.map(({ kind }) => kind)).toEqual(['json', 'yaml']);
  for (const { kind, text = '' } of examples) expect(isRead(text, `a.${kind}`)).toBe(true);
  expect(validate(JSON.parse(examples[0]?.text ?? ''))).toBe(true);
});

test.each([
  [{}, true],
  [{ postgres: 16, transaction: 'run' }, true],
  [{ postgres: '12' }, false],
  [{ postgres: 20 }, false],
  [{ unknown: 1 }, false],
  [{ lockTimeout: '5 seconds' }, false],
  [{ lockTimeout: 0, statementTimeout: '1min' }, true],
  [{ rules: { truncate: ['error', {}, 1] } }, false],
  [{ rules: { truncate: ['loud', {}] } }, false],
  [{ rules: { truncate: { severity: 'loud' } } }, false],
  [{ overrides: [{ rules: {} }] }, false],
  [{ overrides: [{ paths: ['a'], failOn: 'info' }] }, false],
  [{ schema: { path: 'a.sql', upTo: '3' } }, true],
  [{ schema: { upTo: '3' } }, false],
])('schema and reader agree on %j', (config, expected) => {
  expect(validate(config)).toBe(expected);
  expect(isRead(JSON.stringify(config), 'a.json')).toBe(expected);
});
