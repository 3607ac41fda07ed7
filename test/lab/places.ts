import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository; this runs from `dist/lab/test/lab`. */
export const ROOT = resolve(__dirname, '..', '..', '..', '..');

/** The lab's own files. */
export const SOURCES = join(ROOT, 'test', 'lab');

/** Where programs are kept between runs, outside the work tree. */
export const CACHE = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'meshwright',
  'lab',
);
