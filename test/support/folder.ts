import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Contents of files, one character a byte, by their path in a folder. */
export type Files = Readonly<Record<string, string>>;

/** Calls `use` with a folder that holds `files`, and removes it afterwards. */
export function withFolder<T>(files: Files, use: (folder: string) => T): T {
  const parent = mkdtempSync(join(tmpdir(), 'meshwright-test-'));
  const folder = join(parent, 'manifests');
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, 'latin1');
    }
    return use(folder);
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/** Every file below `folder`, byte for byte. */
export function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of the error that `run` throws; fails where it throws none. */
export function errorOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('want an error, got none');
}
