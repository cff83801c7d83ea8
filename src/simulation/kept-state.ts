// What a simulation has come to between two migrations as plain data, so that a later run can go on from there.
import type { Catalog } from '../postgres/catalog/catalog.ts';
import type { Oid } from '../postgres/catalog/objects.ts';
import { mapValues, mapWith, type PersistentMap } from '../postgres/catalog/persistent-map.ts';
import type { Definition, Place } from './definition.ts';
import type { SettingsState } from './settings.ts';
import type { Undone } from './step.ts';
import type { SessionState } from './transaction.ts';

/** Holds no function, getter or object of a class: what v8.serialize makes of it is all of it. */
export interface KeptState {
  readonly catalog: Catalog;
  /** Undefined where a transaction was open: only the start of a run may follow, which is a session of its own. */
  readonly settings: SettingsState | undefined;
  readonly bodies: PersistentMap<Oid, Place>;
  readonly transactions: number;
  readonly step: number;
  readonly undone: ReadonlyMap<string, Undone>;
  readonly obscured: boolean;
  readonly inString: boolean;
}

interface Unkept extends Pick<KeptState, 'step' | 'undone' | 'obscured' | 'inString'> {
  readonly state: SessionState;
  /** As the next run finds it. */
  readonly ended: SessionState;
}

/** Undefined where a function's body could not be found again. */
export function keptState({ state, ended, step, undone, obscured, inString }: Unkept): KeptState | undefined {
  for (const { place } of mapValues(ended.bodies)) if (!place) return undefined;
  return {
    catalog: ended.catalog,
    settings: state.open ? undefined : ended.settings,
    bodies: mapWith(ended.bodies, ({ place }) => place as Place),
    transactions: ended.transactions,
    step,
    undone,
    obscured,
    inString,
  };
}

/** The session that goes on from there; `definitionAt` is asked for the bodies that are run. */
export const sessionOf = (
  { catalog, settings, bodies, transactions }: KeptState,
  initial: SettingsState,
  definitionAt: (place: Place) => Definition,
): SessionState => ({
  catalog,
  settings: settings ?? initial,
  open: undefined,
  bodies: mapWith(bodies, definitionAt),
  transactions,
});
