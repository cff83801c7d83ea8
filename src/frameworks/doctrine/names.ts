// Names as Doctrine writes and makes them up. doctrine/dbal, src/Schema/AbstractAsset.php
import { crc32 } from 'node:zlib';
import { reservedWords } from '../../postgres/reserved-words.ts';

/** Without the quotes that it may be given with. */
export const bare = (name: string): string => name.replace(/["`[\]]/g, '');

/** Each part in quotes where it came with some, or is a keyword. */
export function quoted(name: string): string {
  const isQuoted = /^["`[]/.test(name);
  return bare(name)
    .split('.')
    .map((part) => (isQuoted || reservedWords.has(part.toLowerCase()) ? `"${part}"` : part))
    .join('.');
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `IDX_1483A5E9E7927C74`: of the table and the columns. */
export function generatedName(prefix: string, table: string, columns: readonly string[]): string {
  const hash = [table, ...columns].map((each) => crc32(bare(each)).toString(16)).join('');
  return `${prefix}_${hash}`.slice(0, 63).toUpperCase();
}
