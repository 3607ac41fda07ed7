import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(__dirname, '..', '..');

/** The text of a file whose path is relative to the repository. */
export function textOf(file: string): string {
  return readFileSync(join(REPOSITORY, file), 'utf8');
}

/** Every TypeScript file below the folders, relative to the repository. */
export function sourcesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) => filesIn(folder, '.ts'));
}

/** README.md and every page of docs/. */
export function pages(): string[] {
  return ['README.md', ...filesIn('docs', '.md')];
}

/** What git tracks, or would with the next `git add`. */
export function trackedFiles(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const options = { cwd: REPOSITORY, encoding: 'utf8' } as const;
  return execFileSync('git', args, options).split('\0').filter(Boolean);
}

function filesIn(folder: string, extension: string): string[] {
  const files = readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(extension))
    .map((file) => `${folder}/${file}`)
    .sort();
}
