#!/usr/bin/env node
import { createRequire } from 'node:module';
import { CommanderError } from 'commander';
import { InputError } from './input-error';
import { reportWriteErrors } from './output';
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
    // of a fault of ours everything is worth knowing
    const text = error instanceof InputError ? error.message : textOf(error);
    process.stderr.write(`meshwright: ${text}\n`);
    return WRONG_INPUT;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function version(): string {
  const read = createRequire(__filename);
  return (read('meshwright/package.json') as { version: string }).version;
}

reportWriteErrors(WRONG_INPUT);
void main().then((exitCode) => {
  process.exitCode = exitCode;
});
