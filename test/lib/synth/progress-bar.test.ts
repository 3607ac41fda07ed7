import { PassThrough } from 'node:stream';
import { ProgressBar } from '../../../lib/synth/progress-bar';

/** What a bar writes to a terminal, or to something else, while `use` shows progress at the times that it says. */
function written(
  isTTY: boolean,
  use: (bar: ProgressBar, at: (ms: number) => void) => void,
): string {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY });
  let now = 0;
  const bar = new ProgressBar(stream, () => now);
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
