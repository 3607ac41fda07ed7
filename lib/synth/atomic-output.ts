import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

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
    const names = readdirSync(staging).sort();
    mkdirSync(target, { recursive: true });
    for (const stale of readdirSync(target).filter((name) => name.endsWith(extension))) {
      if (!names.includes(stale)) rmSync(join(target, stale));
    }
    for (const name of names) moveInto(join(staging, name), join(target, name));
    return names;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A folder cannot be renamed over one that has files. */
function moveInto(from: string, to: string): void {
  if (existsSync(to)) rmSync(to, { recursive: true });
  renameSync(from, to);
}
