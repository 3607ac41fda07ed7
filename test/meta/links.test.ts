import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages, REPOSITORY, textOf } from './sources';

/** The targets of a page's links that are neither addresses nor places on the same page. */
function relativeLinks(page: string): string[] {
  const prose = textOf(page).replace(/^```.*?^```/gms, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm)];
  return targets
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((target) => !/^([a-z]+:|#)/.test(target));
}

test.each(pages())('every link on %s leads to a file', (page) => {
  const broken = relativeLinks(page).filter((target) => {
    const [path = ''] = decodeURIComponent(target).split('#');
    return !existsSync(join(REPOSITORY, dirname(page), path));
  });
  expect(broken).toEqual([]);
});
