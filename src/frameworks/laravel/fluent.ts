// What a definition is that is described by calling methods of it: a column, a foreign key, an index.
import { type Call, isNull, type Native, native, plain, type Site, textOf, truth, type Value } from '../php/value.ts';
import { Unreadable } from './naming.ts';

export type Attributes = Map<string, Value>;

/** `site` is the call that began it. */
export interface Fluent {
  readonly attributes: Attributes;
  readonly site: Site;
}

/** A method that is called of it, and what that makes; undefined where it is an attribute to be set. */
type Own = (name: string, call: Call) => Value | undefined;

/** Any method sets an attribute of its name, as Illuminate\Support\Fluent has it. */
export function fluentValue(what: string, { attributes }: Fluent, own: Own = () => undefined): Native {
  const self: Native = native(what, (name, call) => {
    const made = own(name, call);
    if (made) return made;
    const [first] = [...call.args, ...call.named.values()];
    attributes.set(name, first ?? plain(true));
    return self;
  });
  return self;
}

const deleting: Readonly<Record<string, readonly [string, string]>> = {
  cascadeondelete: ['onDelete', 'cascade'],
  restrictondelete: ['onDelete', 'restrict'],
  nullondelete: ['onDelete', 'set null'],
  noactionondelete: ['onDelete', 'no action'],
  cascadeonupdate: ['onUpdate', 'cascade'],
  restrictonupdate: ['onUpdate', 'restrict'],
  nullonupdate: ['onUpdate', 'set null'],
  noactiononupdate: ['onUpdate', 'no action'],
};

/** Illuminate\Database\Schema\ForeignKeyDefinition */
export function foreignValue(fluent: Fluent): Native {
  const self: Native = fluentValue('a foreign key', fluent, (name) => {
    const known = deleting[name.toLowerCase()];
    if (!known) return undefined;
    fluent.attributes.set(known[0], textOf(known[1]));
    return self;
  });
  return self;
}

export const isSet = ({ attributes }: Fluent, name: string): boolean => !isNull(attributes.get(name));

/** Whether an attribute holds; without it, not. */
export function holds({ attributes }: Fluent, name: string): boolean {
  const value = attributes.get(name);
  const known = value === undefined ? false : truth(value);
  if (known === undefined) throw new Unreadable(`whether it is ${name} is known only at run time`);
  return known;
}
