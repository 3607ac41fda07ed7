import { sourcesIn, textOf } from './sources';

test('no source file has more than 300 lines', () => {
  const long = sourcesIn('constructs', 'lib', 'stacks')
    .map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});
