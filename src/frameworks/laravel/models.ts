// Models of the project, as far as the tables that foreignIdFor() refers to are told by them.
import { pluralize } from '../ruby/inflections.ts';

export interface Model {
  readonly table: string;
  readonly keyName: string;
  readonly foreignKey: string;
  readonly key: 'id' | 'uuid' | 'ulid';
}

/** Str::snake */
export const snake = (name: string): string => name.replace(/(.)(?=[A-Z])/g, '$1_').toLowerCase();

/** By its class, and the file that defines that. Illuminate\Database\Eloquent\Model */
export function modelIn(className: string, text: string): Model | undefined {
  if (/function\s+(?:getForeignKey|getTable|getKeyName|getKeyType)\b/.test(text)) return undefined;
  const base = className.slice(className.lastIndexOf('\\') + 1);
  const stated = (property: string): string | undefined =>
    new RegExp(`\\$${property}\\s*=\\s*['"]([^'"]+)['"]`).exec(text)?.[1];
  const keyName = stated('primaryKey') ?? 'id';
  const key = /\bHasUlids\b/.test(text) ? 'ulid' : /\bHas\w*Uuids\b/.test(text) || stated('keyType') ? 'uuid' : 'id';
  return { table: stated('table') ?? pluralize(snake(base)), keyName, foreignKey: `${snake(base)}_${keyName}`, key };
}
