import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { explained } from './explained';
import { carryOut, prepareChange } from './journal';
import { clearLeftovers, closeStaging, openStaging } from './staging';
import { WaitingFiles, type Output } from './waiting-files';

/** A folder whose files are replaced only once all of them have been written. */
export interface OutputFolder {
  readonly path: string;
  /** The ending of files of an earlier run, which are removed unless they are written again; none are when unset. */
  readonly removes?: string | undefined;
}

/**
 * Lets `write` hand in files, then puts them into the folder; nothing there is touched if `write` throws.
 *
 * Returns the names of the files, sorted. A file that is there already with the same content stays as it is.
 */
export function writeAtomically(
  { path, removes }: OutputFolder,
  write: (output: Output) => void,
): readonly string[] {
  const target = resolve(path);
  const staging = explained(path, () => {
    clearLeftovers(target);
    return openStaging(target);
  });
  const files = new WaitingFiles({ path, staging, target });
  try {
    write(files);
    explained(path, () => prepare(files, { target, staging, removes }));
  } catch (error) {
    closeStaging(staging);
    throw error;
  }
  carryOut(staging, target);
  closeStaging(staging);
  return [...files.names].sort();
}

interface Preparation {
  readonly target: string;
  readonly staging: string;
  readonly removes: string | undefined;
}

function prepare({ names, moved }: WaitingFiles, { target, staging, removes }: Preparation): void {
  const folders = new Set(['', ...[...names].map((name) => dirname(name))]);
  for (const folder of folders) mkdirSync(join(target, folder), { recursive: true });
  const removed = removes
    ? filesEndingIn(target, folders, removes).filter((name) => !names.has(name))
    : [];
  if (moved.length + removed.length > 0) prepareChange({ moved, removed }, staging);
}

/** The files with this ending in some folders of the output. */
function filesEndingIn(
  target: string,
  folders: Iterable<string>,
  ending: string,
): readonly string[] {
  return [...folders].flatMap((folder) =>
    readdirSync(join(target, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => join(folder, entry.name)),
  );
}
