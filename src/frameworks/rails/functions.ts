// Functions and triggers of the gem fx, whose SQL stands in files: `db/functions/total_v02.sql`.
// https://github.com/teoljungberg/fx (lib/fx/statements, lib/fx/adapters/postgres.rb)
import type { Command } from './command.ts';
import { nameIn, onlyKnown, textIn, Unreadable } from './options.ts';
import { type Session, send } from './session.ts';

type Work = (session: Session, command: Command) => void;

const known = ['version', 'sql_definition', 'on', 'revert_to_version'];

const create =
  (folder: string): Work =>
  (session, command) => {
    const { options } = command;
    onlyKnown(options, known);
    const file = `../${folder}/${nameIn(command.args[0], 'its name')}_v${String(options.version ?? 1).padStart(2, '0')}.sql`;
    const sql = textIn(options.sql_definition, 'sql_definition') ?? session.beside(file);
    if (sql === undefined) throw new Unreadable(`the file ${file.replace('../', 'db/')} is not there`);
    send(session, sql, command);
  };

const dropFunction: Work = (session, command) =>
  send(session, `DROP FUNCTION ${nameIn(command.args[0], 'the function')};`, command);

const dropTrigger: Work = (session, command) => {
  const on = nameIn(command.options.on, 'on');
  send(session, `DROP TRIGGER ${nameIn(command.args[0], 'the trigger')} ON ${on};`, command);
};

const both =
  (...works: readonly Work[]): Work =>
  (session, command) => {
    for (const work of works) work(session, command);
  };

export const functionCommands: Readonly<Record<string, Work>> = {
  create_function: create('functions'),
  drop_function: dropFunction,
  update_function: both(dropFunction, create('functions')),
  create_trigger: create('triggers'),
  drop_trigger: dropTrigger,
  update_trigger: both(dropTrigger, create('triggers')),
};
