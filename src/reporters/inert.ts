// Text that stays text wherever it is printed: CI servers read what a job prints, line by line, and obey what looks like a command
// (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs; Azure Pipelines and TeamCity know `##vso[`, `##teamcity[`).

/** Half of a surrogate pair, which UTF-8 can't hold. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Where another half is missing, the character that stands for what can't be shown. */
export const wellFormed = (text: string): string => text.replace(loneSurrogate, '\ufffd');

/** Whole lines of text, in which no CI server finds a command: `\x3a:error::` is what becomes of one. */
export const withoutCommands = (text: string): string =>
  wellFormed(text)
    .replace(/^([^\S\n]*):(?=:[a-z][^\n]*::)/gim, '$1\\x3a')
    .replace(/#(?=#\w*\[)/g, '\\x23');

/**
 * JSON in which nothing is a command, reorders text or is missing its other half, though it reads as the same values. Outside of
 * strings there are none of these characters.
 */
export const inertJson = (json: string): string =>
  json
    .replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, unicodeEscape)
    .replace(/#(?=#\w*\[)/g, unicodeEscape);

const unicodeEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A document as such JSON, with a line break at its end. */
export const jsonText = (document: unknown): string => `${inertJson(JSON.stringify(document, undefined, 2))}\n`;

/** For programs that take no half characters: as `jsonText`, those replaced. */
export const strictJsonText = (document: unknown): string =>
  jsonText(JSON.parse(JSON.stringify(document), (_, value) => (typeof value === 'string' ? wellFormed(value) : value)));
