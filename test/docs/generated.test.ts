import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../meta/sources';

test('every generated part of the documentation says what the sources say', () => {
  const script = join(REPOSITORY, 'scripts', 'docs.mjs');
  const { stderr, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});
