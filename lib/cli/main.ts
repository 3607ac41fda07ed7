#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const file = join(__dirname, '..', '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
