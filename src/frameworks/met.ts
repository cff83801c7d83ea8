// What is loaded when it is met: whoever has SQL alone does not wait for what reads the languages that migrations are written in.

interface Met<T> {
  readonly load: () => Promise<void>;
  /** Throws where `load` has not been awaited. */
  readonly get: () => T;
}

export function whenMet<T>(load: () => Promise<T>): Met<T> {
  let loaded: { readonly value: T } | undefined;
  return {
    load: async () => {
      loaded ??= { value: await load() };
    },
    get: () => {
      if (!loaded) throw new Error('load has not been awaited');
      return loaded.value;
    },
  };
}
