import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, textOf, trackedFiles } from './sources';

// Put together, or this file would be the first that has them.
const UNWANTED = [
  ['a path of one machine', ['', 'work', ''].join('/')],
  ['a path out of the repository', ['..', 'shared'].join('/')],
  ['work that is left to do', ['TO', 'DO'].join('')],
  ['the address of a registry', ['registry', 'npmjs'].join('.')],
] as const;

const texts = trackedFiles()
  .filter((file) => existsSync(join(REPOSITORY, file)))
  .map((file) => ({ file, text: textOf(file) }));

test.each(UNWANTED)('no tracked file has %s', (_what, unwanted) => {
  const found = texts.filter(({ text }) => text.includes(unwanted)).map(({ file }) => file);
  expect(found).toEqual([]);
});
