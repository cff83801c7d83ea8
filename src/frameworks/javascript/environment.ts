// Schemas that the environment names: SQL is read with the variable's own name for the schema's, as nothing else depends on it.
import { concatTexts, sliceText, type Text, textOf } from '../text.ts';

const variable = /^process\.env\.(\w+)$/;

export const isOfEnvironment = (what: string | undefined): boolean => what !== undefined && variable.test(what);

/** Where only a schema can stand: before a dot and a name, or where the statement says so. */
const beforeName = /(?:^|[\s(,=:'"])"?$/;
const qualifies = /^"?\.["\w%]/;
const said = /\b(?:search_path\s*(?:=|\bto\b)\s*(?:['"\w]+\s*,\s*)*|schema\s+(?:if\s+(?:not\s+)?exists\s+)?)['"]?$/i;

/** How much of what stands before a hole is looked at. */
const context = 200;

/** The text with the names of such schemas in place of the holes. */
export function withSchemas(text: Text): Text {
  if (!text.holes.some(({ what }) => isOfEnvironment(what))) return text;
  const bare = { ...text, holes: [] };
  const parts: Text[] = [];
  let from = 0;
  let before = '';
  for (const hole of text.holes) {
    const name = variable.exec(hole.what)?.[1]?.toLowerCase();
    before = (before + text.text.slice(from, hole.at)).slice(-context);
    const isSchema =
      said.test(before) || (beforeName.test(before) && qualifies.test(text.text.slice(hole.at, hole.at + 2)));
    const isKnown = name !== undefined && isSchema;
    parts.push(sliceText(bare, from, hole.at), isKnown ? textOf(name) : { ...textOf(''), holes: [{ ...hole, at: 0 }] });
    if (isKnown) before += name;
    from = hole.at;
  }
  return concatTexts([...parts, sliceText(bare, from, text.text.length)]);
}
