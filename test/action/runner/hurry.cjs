// Loaded before the action where a test has no time to wait as long as GitHub says: it sleeps a hundredth of that. Timers of the HTTP
// client, which hand something over, stay as they are.
const global = /** @type {Record<string, any>} */ (globalThis);
const real = global.setTimeout;

/**
 * @param {() => void} callback
 * @param {number} milliseconds
 * @param {unknown[]} handed
 */
const hurried = (callback, milliseconds, ...handed) =>
  real(callback, handed.length === 0 && milliseconds >= 1000 ? milliseconds / 100 : milliseconds, ...handed);

global.setTimeout = Object.assign(hurried, real);
