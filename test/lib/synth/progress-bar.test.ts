import { PassThrough } from 'node:stream';
import { App, Chart } from 'cdk8s';
import { MeshApp, synthesize, synthesizeShards } from '../../../constructs';
import { ProgressBar } from '../../../lib/synth/progress-bar';
import { withFolder } from '../../support/folder';
import { anObject } from './objects';

/** What a bar writes to a terminal, or to something else, while `use` shows progress at the times that it says. */
function written(
  isTTY: boolean,
  use: (bar: ProgressBar, at: (ms: number) => void) => void,
): string {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  let now = 0;
  const bar = new ProgressBar('known', stream, () => now);
  use(bar, (ms) => (now = ms));
  bar.clear();
  return `${(stream.read() as string | null) ?? ''}`;
}

test('a synthesis that lasts shows how far it is, and removes that at the end', () => {
  const text = written(true, (bar, at) => {
    at(1_500);
    bar.show(30, 60);
  });
  expect(text).toContain(`${'█'.repeat(20)}${'░'.repeat(20)} 30 of 60 objects`);
  // back to the beginning of the line, and all of it gone
  expect(text).toMatch(/\u001b\[1G[^\w]*\u001b\[[02]?[JK]/);
  expect(text.endsWith('objects')).toBe(false);
});

test('the total may grow, since charts are found while others are written', () => {
  const text = written(true, (bar, at) => {
    at(1_000);
    bar.show(10, 20);
    bar.show(20, 80);
  });
  expect(text).toContain('10 of 20 objects');
  expect(text).not.toContain('20 of 20 objects');
});

test.each([
  ['a synthesis that is over within a second', true, 999],
  ['what is not a terminal', false, 5_000],
])('nothing is shown on %s', (_what, isTTY, ms) => {
  expect(
    written(isTTY, (bar, at) => {
      at(ms);
      bar.show(1, 2);
    }),
  ).toBe('');
});

/** What `write` shows on a terminal, in a folder for its output, while the clock goes on by seconds. */
function shownBy(write: (outdir: string) => void): string {
  const { isTTY } = process.stderr;
  let now = 0;
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (now += 2_000));
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.stderr.isTTY = true;
  try {
    withFolder({}, write);
    return stderr.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    process.stderr.isTTY = isTTY;
    stderr.mockRestore();
    clock.mockRestore();
  }
}

function withObjects<T extends App>(app: T, id: string): T {
  const chart = new Chart(app, id);
  for (const name of ['a', 'b', 'c']) anObject(chart, name, { metadata: { name } });
  return app;
}

test('an app shows how many of its objects are written', () => {
  const text = shownBy((outdir) => synthesize(withObjects(new App({ outdir }), 'shop')));
  expect(text).toMatch(/█+░* 1 of 3 objects/);
});

test('apps that are made one by one show how many objects are written, since nobody knows of how many', () => {
  const text = shownBy((outdir) => {
    synthesizeShards(['shop', 'bank'].map((id) => withObjects(new App({ outdir }), id)));
  });
  expect(text).toContain('objects written: 1');
  expect(text).not.toMatch(/ of \d+ objects|█/);
});

test.each([
  [
    'takes the progress itself',
    (outdir: string): void => {
      const onProgress = jest.fn();
      synthesize(withObjects(new App({ outdir }), 'shop'), { onProgress });
      expect(onProgress.mock.calls).toEqual([
        [1, 3],
        [2, 3],
        [3, 3],
      ]);
    },
  ],
  [
    'takes the summary itself',
    (outdir: string): void => {
      withObjects(new MeshApp({ outdir, log: () => undefined }), 'shop').synth();
    },
  ],
])('nothing is shown to a program that %s', (_what, write) => {
  expect(shownBy(write)).toBe('');
});
