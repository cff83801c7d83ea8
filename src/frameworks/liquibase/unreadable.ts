// What keeps a change from being read.

/** The message is a sentence about the change: what is not known, and what is. */
export class Unreadable extends Error {}
