import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { explained } from './explained';
import { carryOut, prepareChange } from './journal';
import { clearLeftovers, closeStaging, openStaging } from './staging';
import { WaitingFiles, type Output, type Places } from './waiting-files';

/** A folder whose files are replaced only once all of them have been written. */
export interface OutputFolder {
  readonly path: string;
  /** The ending of files of an earlier run, which are removed unless they are written again; none are when unset. */
  readonly removes?: string | undefined;
}

/** The names of all files of an output, and of those among them that wait. */
export interface Files {
  readonly names: ReadonlySet<string>;
  readonly moved: readonly string[];
}

/**
 * Lets `write` hand in files, then puts them into the folder; nothing there is touched if `write` throws.
 *
 * Returns the names of the files, sorted. A file that is there already with the same content stays as it is.
 */
export function writeAtomically(
  folder: OutputFolder,
  write: (output: Output) => void,
): readonly string[] {
  const places = openOutput(folder);
  const files = new WaitingFiles(places);
  try {
    write(files);
    prepare(folder, places, files);
  } catch (error) {
    closeStaging(places.staging);
    throw error;
  }
  finish(places);
  return [...files.names].sort();
}

/** Makes a place where the files of `folder` wait. Whoever asks for it closes its staging where nothing comes of it. */
export function openOutput({ path }: OutputFolder): Places {
  const target = resolve(path);
  const staging = explained(path, () => {
    clearLeftovers(target);
    return openStaging(target);
  });
  return { path, staging, target };
}

/** Writes down what is to be done with the files that wait. */
export function prepare(
  { path, removes }: OutputFolder,
  { staging, target }: Places,
  { names, moved }: Files,
): void {
  explained(path, () => {
    const folders = new Set(['', ...[...names].map((name) => dirname(name))]);
    for (const folder of folders) {
      mkdirSync(join(target, folder), { recursive: true });
      // before anything is moved: what is begun is gone on with, and would fail again and again
      accessSync(join(target, folder), constants.W_OK | constants.X_OK);
    }
    const removed = removes
      ? filesEndingIn(target, folders, removes).filter((name) => !names.has(name))
      : [];
    if (moved.length + removed.length > 0) prepareChange({ moved, removed }, staging);
  });
}

/** Puts the files into the folder. What goes wrong now is left for whoever comes next to do. */
export function finish({ staging, target }: Places): void {
  carryOut(staging, target);
  closeStaging(staging);
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
