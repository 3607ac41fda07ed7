import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** A folder whose files are replaced only once all of them have been written. */
export interface OutputFolder {
  readonly path: string;
  /** The ending of files that we write: those of an earlier run that are not written again are removed. */
  readonly extension: string;
}

/**
 * Lets `write` fill a folder beside the output, then moves its files into place; nothing is touched if `write` throws.
 *
 * Returns the names of the files, sorted.
 */
export function writeAtomically(
  { path, extension }: OutputFolder,
  write: (staging: string) => void,
): readonly string[] {
  const target = resolve(path);
  mkdirSync(dirname(target), { recursive: true });
  // beside the output, so that moving is a rename on one file system
  const staging = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    write(staging);
    const names = filesBelow(staging);
    const folders = new Set(
      ['', ...names.map((name) => dirname(name))].map((name) => join(target, name)),
    );
    for (const folder of folders) {
      mkdirSync(folder, { recursive: true });
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const file = join(folder, entry.name);
        const isOurs = entry.isFile() && entry.name.endsWith(extension);
        if (isOurs && !names.includes(relative(target, file))) rmSync(file);
      }
    }
    for (const name of names) renameSync(join(staging, name), join(target, name));
    return names;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The files below `folder`, sorted. cdk8s can write a folder for each chart. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
