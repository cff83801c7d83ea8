// What is known of names that a migration's code asks for: settings, the tables of models, the database's vendor.
import { bool, type Called, knownText, number, pathOf, text, type Value } from '../python/value.ts';
import type { Settings } from './settings.ts';
import { keyOf, type Model, type State, tableOf } from './state.ts';

interface Known {
  readonly state: State;
  readonly app: string;
  readonly settings: Settings;
}

/** What is known of attributes: the database, plain settings, and the tables of models. */
export function memberOf(path: string, of: Value, { state, app, settings }: Known): Value | undefined {
  if (/\bconnection\.vendor$/.test(path)) return text('postgresql');
  const setting = /^django\.conf\.settings\.(\w+)$/.exec(path)?.[1];
  if (setting !== undefined && setting !== 'AUTH_USER_MODEL') return settingOf(settings.written(setting));
  if (!path.endsWith('._meta.db_table') || of.kind === 'called') return undefined;
  const model = modelNamed(of, app, state);
  return model && text(tableOf(model));
}

function settingOf(written: string | undefined): Value | undefined {
  if (written === undefined) return undefined;
  return /^\d/.test(written) ? number(Number(written.replaceAll('_', ''))) : text(written.slice(1, -1));
}

/** By `apps.get_model('app', 'Model')`, or imported from the app's own models. */
function modelNamed(meta: Value, app: string, state: State): Model | undefined {
  const path = (pathOf(meta) ?? '').replace(/\._meta$/, '');
  const imported = /^(?:\.+|(?:.*\.)?(\w+)\.)models(?:\.\w+)*\.(\w+)$/.exec(path);
  if (imported) return state.models.get(keyOf(imported[1] ?? app, imported[2] ?? ''));
  const made = meta.kind === 'member' && meta.of.kind === 'called' && path === 'apps.get_model()' ? meta.of.args : [];
  const names = made.map(knownText);
  return names.includes(undefined) ? undefined : state.models.get(names.join('.').toLowerCase());
}

/** Of django-swapper, a model that settings may replace: the one that is meant unless they do. */
export function swapped({ callee, args }: Called): Value | undefined {
  const names = args.map(knownText);
  if (pathOf(callee) === 'swapper.is_swapped') return bool(false);
  const isName = pathOf(callee) === 'swapper.get_model_name' && names.length === 2 && !names.includes(undefined);
  return isName ? text(names.join('.')) : undefined;
}
