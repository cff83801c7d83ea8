// A report in the format that was asked for; each reporter is loaded where it is needed only.
import type { Report } from '../findings/finding.ts';
import type { ReportContext, ReportFormat } from './format.ts';

type Reporter = (report: Report, context: ReportContext) => Iterable<string>;

const load: Readonly<Record<ReportFormat, () => Promise<Reporter>>> = {
  text: async () => {
    const { textReport } = await import('./text.ts');
    return (report, { display }) => textReport(report, display);
  },
  json: async () => whole((await import('./json.ts')).jsonReport),
  markdown: async () => (await import('./markdown.ts')).markdownReport,
  github: async () => (await import('./github.ts')).githubReport,
  sarif: async () => whole((await import('./sarif.ts')).sarifReport),
  gitlab: async () => whole((await import('./gitlab.ts')).gitlabReport),
  junit: async () => whole((await import('./junit.ts')).junitReport),
  checkstyle: async () => whole((await import('./checkstyle.ts')).checkstyleReport),
  rdjson: async () => whole((await import('./rdjson.ts')).rdjsonReport),
  html: async () => (await import('./html/page.ts')).htmlReport,
};

const whole =
  (reporter: (report: Report, context: ReportContext) => string): Reporter =>
  (report, context) => [reporter(report, context)];

/** Pieces of the report in order. */
export async function renderReport(
  format: ReportFormat,
  report: Report,
  context: ReportContext,
): Promise<Iterable<string>> {
  const reporter = await load[format]();
  return reporter(report, context);
}
