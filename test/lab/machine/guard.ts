import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../places';

const NAME = 'MESHWRIGHT_LAB_RUN';

/** What everything that belongs to the run of `folder` has in its environment. */
export function environmentOf(folder: string): Readonly<Record<string, string>> {
  return { [NAME]: folder };
}

/** Starts what ends the run of `folder`, and removes its files, as soon as this process has ended in any way. */
export function guardRun(folder: string): void {
  const { PATH, LAB_KEEP } = process.env;
  const guard = spawn(
    '/bin/sh',
    [join(SOURCES, 'machine', 'guard.sh'), `${NAME}=${folder}`, folder],
    // a session of its own, so that what ends this process does not end it, too
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: { PATH, LAB_KEEP } },
  );
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
}

/** Ids of the processes that belong to the run of `folder`; none where there is no /proc. */
export function processesOf(folder: string): readonly string[] {
  const mark = `${NAME}=${folder}`;
  return processIds().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
    } catch {
      // it ended while we looked, or it is somebody else's
      return false;
    }
  });
}

/** Ids of all processes; none where there is no /proc. */
export function processIds(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
