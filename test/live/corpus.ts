// Reads the corpus files: named schemas, and the cases that are run on them. The format is described in corpus/README.md.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type SplitStatement, splitStatements } from './statements.ts';

/** One case: after the schema `given` and the `setup` statements, `sql` is judged. `line` is 1-based in `file`. */
export type Case = {
  family: string;
  file: string;
  line: number;
  given: Script;
  setup: string;
  sql: string;
  fails: boolean;
  transaction?: false;
  runsOn(major: number): boolean;
};

/** A named schema as SQL for one major. */
type Script = { name: string; sql(major: number): string };

type Section = { kind: 'given' | 'cases'; name: string; line: number; text: string };
type Remarked = SplitStatement & { remarks: string[]; afterBlank: boolean };

/**
 * Reads one corpus file.
 * @throws Error with file and line where a section names an unknown schema or a directive is misspelt.
 */
export function readCorpus(path: string): Case[] {
  const sections = sectionsOf(readFileSync(path, 'utf8'));
  const schemas = new Map(
    sections.filter(({ kind }) => kind === 'given').map((section) => [section.name, scriptOf(section)]),
  );
  return sections
    .filter(({ kind }) => kind === 'cases')
    .flatMap((section) => {
      const given = schemas.get(section.name);
      if (!given) throw new Error(`${path}:${section.line}: no "-- given: ${section.name}" in this file`);
      return casesOf(section).map((found) => ({ family: basename(path, '.sql'), file: path, given, ...found }));
    });
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  text.split(/\r?\n/).forEach((content, at) => {
    const marker = /^--\s*(given|cases):\s*(\S+)\s*$/.exec(content);
    if (marker) sections.push({ kind: marker[1] as Section['kind'], name: marker[2] ?? '', line: at + 1, text: '' });
    else if (sections.length > 0) (sections.at(-1) as Section).text += `${content}\n`;
  });
  return sections;
}

function scriptOf(section: Section): Script {
  const statements = remarkedStatements(section.text);
  const sql = (major: number) =>
    statements
      .filter(({ remarks }) => holds(versionConditions(remarks), major))
      .map((statement) => `${statement.sql};\n`)
      .join('');
  return { name: section.name, sql };
}

type Judged = Pick<Case, 'line' | 'setup' | 'sql' | 'fails' | 'transaction' | 'runsOn'>;

function casesOf(section: Section): Judged[] {
  const groups: Remarked[][] = [];
  for (const statement of remarkedStatements(section.text)) {
    if (statement.afterBlank || groups.length === 0) groups.push([statement]);
    else groups.at(-1)?.push(statement);
  }
  return groups.map((group) => caseOf(group, section.line));
}

function caseOf(group: Remarked[], sectionLine: number): Judged {
  const last = group.at(-1) as Remarked;
  const remarks = group.flatMap((statement) => statement.remarks);
  const conditions = versionConditions(remarks);
  return {
    line: sectionLine + last.line,
    setup: group
      .slice(0, -1)
      .map(({ sql }) => `${sql};\n`)
      .join(''),
    sql: last.sql,
    fails: remarks.includes('fails'),
    ...(remarks.includes('transaction off') ? { transaction: false as const } : {}),
    runsOn: (major) => holds(conditions, major),
  };
}

/** Statements with the comment lines right before each, and whether a blank line separates it from the one before. */
function remarkedStatements(text: string): Remarked[] {
  const lines = text.split('\n');
  let end = 0;
  return splitStatements(text).map((statement) => {
    const between = lines.slice(end, statement.line - 1);
    end = statement.endLine;
    const lastBlank = between.findLastIndex((line) => line.trim() === '');
    const comments = between.slice(lastBlank + 1).map((line) => line.replace(/^\s*--\s*/, '').trim());
    return { ...statement, remarks: comments, afterBlank: lastBlank >= 0 };
  });
}

type Condition = { operator: string; major: number };

function versionConditions(remarks: string[]): Condition[] {
  return remarks
    .filter((remark) => /^pg\s*[<>=]/.test(remark))
    .flatMap((remark) => [...remark.matchAll(/pg\s*(>=|<=|<|>|=)\s*(\d+)/g)])
    .map(([, operator, major]) => ({ operator: operator ?? '', major: Number(major) }));
}

const TESTS: Record<string, (a: number, b: number) => boolean> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '=': (a, b) => a === b,
};

function holds(conditions: Condition[], major: number): boolean {
  return conditions.every((condition) => TESTS[condition.operator]?.(major, condition.major) ?? false);
}
