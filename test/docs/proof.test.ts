import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from '../lab/scenarios';
import { REPOSITORY } from '../meta/sources';

const titles = SCENARIOS.map(({ title }) => title);

function page(name: string): string {
  return readFileSync(join(REPOSITORY, 'docs', name), 'utf8');
}

test('the proof has every scenario, and each of its promises holds', () => {
  const proof = page('proof.md');
  expect([...proof.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(titles);
  expect(proof).not.toContain('does not hold');
});

test('every scenario was seen to notice that what it is about is missing', () => {
  const rows = page('proof-mutations.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| --'))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, title]) => title)).toEqual(titles);
  expect(rows.map((cells) => cells.at(-2))).toEqual(titles.map(() => 'noticed'));
  const weakened = SCENARIOS.map(({ mutation }) => mutation.weakens);
  expect(rows.map(([, , weakens]) => weakens)).toEqual(weakened);
});
