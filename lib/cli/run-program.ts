import { pathToFileURL } from 'node:url';
import { InputError } from './input-error';

/**
 * Runs the program in `file`, which messages call `entry`, until it has declared something: at the end of its module,
 * or when nothing is left that it waits for.
 */
export async function runProgram(
  file: string,
  entry: string,
  hasDeclared: () => boolean,
): Promise<void> {
  const failed = failureOf();
  try {
    await Promise.race([import(pathToFileURL(file).href), failed.promise]);
    // what it forgot to wait for may fail at once, or declare the app later
    await Promise.race([nextTurn(), failed.promise]);
    if (!hasDeclared()) await Promise.race([atRest(), failed.promise]);
  } catch (error) {
    if (error instanceof Ended) return;
    const [message = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new InputError(`${entry} fails: ${message || 'without saying why'}`);
  } finally {
    failed.forget();
  }
}

/** Rejects with the first failure that the program does not handle. */
function failureOf(): { readonly promise: Promise<never>; readonly forget: () => void } {
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => (fail = reject));
  // it may come when nobody waits for it any longer
  promise.catch(() => undefined);
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  return {
    promise,
    forget: () => {
      process.off('unhandledRejection', fail);
      process.off('uncaughtException', fail);
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** When neither timers nor input keep the process running. */
function atRest(): Promise<void> {
  return new Promise((resolve) => void process.once('beforeExit', () => resolve()));
}

class Ended extends Error {}

/** The program may end itself; we have not read what it declared yet. */
export function keepRunning(): () => void {
  const { exitCode } = process;
  const exit = process.exit.bind(process);
  process.exit = () => {
    throw new Ended();
  };
  return () => {
    process.exit = exit;
    process.exitCode = exitCode;
  };
}
