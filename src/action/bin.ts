// The action's entry: the runner as it is, for runAction().
import { readFileSync, writeFileSync } from 'node:fs';
import { notice, setFailed, setOutput, summary } from '@actions/core';
import { rules } from '../../rules/index.ts';
import { outputOn } from '../cli/output.ts';
import { runAction } from './action.ts';

const { env } = process;

runAction({
  env,
  rules,
  stdout: outputOn(1, () => process.stdout),
  payload: () => JSON.parse(readFileSync(env.GITHUB_EVENT_PATH ?? '', 'utf8')),
  setOutput,
  writeSummary: async (markdown) => {
    await summary.addRaw(markdown, true).write();
  },
  notice: (message) => notice(message, { title: 'migration-lint' }),
  fail: setFailed,
  writeFile: (path, text) => writeFileSync(path, text),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  now: () => Date.now(),
});
