import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdingSignals } from './signals';

/** What turns the earlier files of a folder into the new ones. */
export interface Change {
  /** Files to move into place. */
  readonly moved: readonly string[];
  /** Files to remove. */
  readonly removed: readonly string[];
}

const JOURNAL = 'change.json';

/** Where a file waits. */
export function waitingFile(staging: string, name: string): string {
  return join(staging, 'files', name);
}

/** Writes down what is to be done, so that another process can go on with it. Nothing is done yet. */
export function prepareChange(change: Change, staging: string): void {
  const journal = join(staging, JOURNAL);
  writeFileSync(`${journal}.part`, JSON.stringify(change));
  renameSync(`${journal}.part`, journal);
}

/**
 * Does what was prepared, or what is left of it; nothing where nothing was prepared.
 *
 * At any moment each file is the earlier or the new one. A signal waits until all are moved, and whoever comes after a
 * process that was killed in between does the rest.
 */
export function carryOut(staging: string, target: string): void {
  const journal = join(staging, JOURNAL);
  if (!existsSync(journal)) return;
  const { moved, removed } = JSON.parse(readFileSync(journal, 'utf8')) as Change;
  const left = moved.filter((name) => existsSync(waitingFile(staging, name)));
  holdingSignals(() => {
    for (const name of left) renameSync(waitingFile(staging, name), join(target, name));
    for (const name of removed) rmSync(join(target, name), { force: true });
  });
}
