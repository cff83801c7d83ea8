// What --format asks for: formats, and the file that each goes to.
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import { type ReportFormat, reportFormats } from '../reporters/format.ts';

export interface ReportOutput {
  readonly format: ReportFormat;
  /** As given; undefined for standard output. */
  readonly file?: string;
}

/** `json` and `sarif=report.sarif` as given; none: text. Throws a UserError for what is no format, and for two in one place. */
export function readOutputs(given: readonly string[]): readonly ReportOutput[] {
  if (given.length === 0) return [{ format: 'text' }];
  const outputs = given.map(readOutput);
  for (const [at, { file, format }] of outputs.entries()) {
    const other = outputs.slice(0, at).find((output) => output.file === file);
    if (!other) continue;
    const both = `--format ${other.format} and --format ${format}`;
    if (file !== undefined) throw new UserError('usage', `${both} name one file, ${file}.`);
    throw new UserError(
      'usage',
      `${both} can't both go to standard output: name a file for one, --format ${format}=FILE.`,
    );
  }
  return outputs;
}

function readOutput(text: string): ReportOutput {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const format = reportFormats.find((each) => each === name);
  if (format === undefined) {
    const meant = didYouMean(name, reportFormats);
    throw new UserError('usage', `--format is one of ${reportFormats.join(', ')}, not ${name}.${meant}`);
  }
  if (at < 0) return { format };
  const file = text.slice(at + 1);
  if (file === '') throw new UserError('usage', `--format ${format}= needs the name of a file.`);
  return file === '-' ? { format } : { format, file };
}
