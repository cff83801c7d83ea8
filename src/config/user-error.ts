// What the user asked for can't be done: a bad flag, config or path. Shown as a message without a stack; the exit code is 2.

/** `code` names the situation for tests and other programs; the message says what to do. */
export class UserError extends Error {
  readonly code: UserErrorCode;

  constructor(code: UserErrorCode, message: string) {
    super(message);
    this.name = 'UserError';
    this.code = code;
  }
}

export type UserErrorCode = 'usage' | 'config' | 'no-such-path' | 'empty-glob' | 'git' | 'no-base' | 'stats' | 'server';
