#!/usr/bin/env node
import { createRequire } from 'node:module';
import { CommanderError } from 'commander';
import { InputError } from './input-error';
import { buildProgram } from './program';

const WRONG_INPUT = 2;

async function main(): Promise<number> {
  let exitCode = 0;
  try {
    await buildProgram(version(), (code) => (exitCode = code)).parseAsync();
    return exitCode;
  } catch (error) {
    // commander has printed what is wrong, or the help that was asked for
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_INPUT;
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`meshwright: ${error.message}\n`);
    return WRONG_INPUT;
  }
}

function version(): string {
  const read = createRequire(__filename);
  return (read('meshwright/package.json') as { version: string }).version;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
