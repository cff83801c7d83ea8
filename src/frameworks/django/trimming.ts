// What of a migration is read by nobody and costs the most to parse, made blank before it is parsed: the choices of fields, and of
// functions for RunPython that only work on models all but the model that they ask for. Offsets stay as they are, lines do not.

export const trimmed = (text: string): string => withoutChoices(withoutDataWork(text));

const choices = /\bchoices=\[((?:[^[\]'"#]|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")*)\]/g;

const withoutChoices = (text: string): string =>
  !text.includes('choices=[') ? text : text.replace(choices, (_, inside: string) => `choices=[${blank(inside)}]`);

const header = /^def \w+\(\s*apps\b[^)]*\)[^:\n]*:[^\n]*\n/gm;

/** What may send SQL, by whatever way; with any of it in a file, its functions are followed. */
const mayBeSql = /execute|cursor|connection|schema_editor\s*\.|\.raw\(|RunSQL\(\s*\w+\(|\bsql\b(?!=)/i;

/** A line at the margin that begins something else, so that the function certainly ends before it. */
const isNext = /^(?:async |def |class |@|import |from |if |#|[A-Za-z_]\w*\s*=)/;

const question = /\bapps\.get_model\(\s*(['"])\w+\1\s*,\s*(['"])\w+\2\s*,?\s*\)/;

function withoutDataWork(text: string): string {
  if (!text.startsWith('def ') && !text.includes('\ndef ')) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { 0: head, index } of text.matchAll(header)) {
    if (index < from) continue;
    const start = index + head.length;
    const end = endOf(text, start);
    const body = text.slice(start, end);
    if (mayBeSql.test(body)) return text;
    const emptied = end < text.length && !isNext.test(text.slice(end, end + 200)) ? undefined : emptiedOf(body);
    if (emptied === undefined) continue;
    parts.push(text.slice(from, start), emptied);
    from = end;
  }
  if (from === 0) return text;
  const kept = parts.filter((_, at) => at % 2 === 0).join('') + text.slice(from);
  const [head = '', tail = ''] = kept.split(/^class Migration\b/m, 2);
  const isRead = mayBeSql.test(head) || (/^(?:async )?def /m.test(tail) && mayBeSql.test(tail));
  return isRead ? text : parts.join('') + text.slice(from);
}

/** Where the first line begins that is not indented. */
function endOf(text: string, start: number): number {
  const next = /^[^\s]/gm;
  next.lastIndex = start;
  return next.exec(text)?.index ?? text.length;
}

/** With spaces for all but the first question for a model; undefined where there is none, or a string may go on below. */
function emptiedOf(body: string): string | undefined {
  const asked = question.exec(body);
  const isOpen = ((body.match(/"""|'''/g)?.length ?? 0) & 1) === 1;
  if (!asked || isOpen || asked.index === 0) return undefined;
  const end = asked.index + asked[0].length;
  return `${blank(body.slice(0, asked.index)) + asked[0] + blank(body.slice(end, -1))}\n`;
}

const blank = ({ length }: string): string => ' '.repeat(length);
