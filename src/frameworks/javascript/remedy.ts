// What the tools whose migrations are JavaScript share where they say the safe way: functions as the user's file exports them.
import { indent, type RemedyContext } from '../remedy/remedy.ts';

type Files = Pick<RemedyContext, 'file'>;

export const isTypeScript = ({ file }: Files): boolean => /\.[cm]?ts$/i.test(file.path);

/** `import` and `export`, not `require` and `module.exports`. */
export const isModule = (context: Files): boolean =>
  isTypeScript(context) || /\.mjs$/i.test(context.file.path) || /^\s*(?:export|import)\b/m.test(context.file.text.text);

/** Its `up`, with one parameter. */
export function upFunction(context: Files, { name, type, isAsync = true }: Parameter, code: string): string {
  const word = isAsync ? 'async ' : '';
  const parameter = isTypeScript(context) ? `${name}: ${type}` : name;
  const head = isModule(context)
    ? `export ${word}function up(${parameter})${isTypeScript(context) ? `: ${isAsync ? 'Promise<void>' : 'void'}` : ''} {`
    : `exports.up = ${word}(${parameter}) => {`;
  return `${head}\n${indent(code, 2)}\n${isModule(context) ? '}' : '};'}`;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly isAsync?: boolean;
}
