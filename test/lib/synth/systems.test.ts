import { loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { STACKS } from '../../../stacks/stacks';
import { FEATURES } from '../../golden/programs';
import { expectEqual } from '../../support/stock';
import { TOPOLOGIES } from '../../topologies/programs';

const SYSTEMS = Object.entries({ ...STACKS, ...FEATURES, ...TOPOLOGIES });

test.each(SYSTEMS)('%s is what cdk8s writes, and the same to two readers', (_name, build) => {
  const texts = Object.values(expectEqual(build));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const utf8 = Buffer.from(text, 'latin1').toString();
    const first = parseAllDocuments(utf8, { version: '1.1' }).map((each) => each.toJS() as unknown);
    expect(loadAll(utf8)).toEqual(first);
  }
});
