import { App } from 'cdk8s';
import { systemOf, type Manifest } from '../../constructs/testing';
import { STACKS } from '../../stacks/stacks';
import { danglingSubsets, readManifests } from '../support/reach';
import { BOOKINFO_CALLS } from './bookinfo-calls';
import { disagreements } from './disagreements';
import { ONLINE_BOUTIQUE_CALLS } from './online-boutique-calls';

const CALLS = { bookinfo: BOOKINFO_CALLS, 'online-boutique': ONLINE_BOUTIQUE_CALLS };

function render(stack: string): readonly Manifest[] {
  const app = new App();
  STACKS[stack]?.(app);
  return systemOf(app).manifests();
}

describe.each(Object.entries(CALLS))('what %s renders', (stack, declared) => {
  const rendered = render(stack);

  test('lets exactly the declared requests through, at every layer', () => {
    expect(disagreements(rendered, declared)).toEqual([]);
  });

  test('routes to no subset that is not there', () => {
    expect(danglingSubsets(readManifests(rendered))).toEqual([]);
  });

  test('has no finding that anybody must act on', () => {
    const app = new App();
    STACKS[stack]?.(app);
    expect(
      systemOf(app)
        .findings()
        .filter(({ level }) => level !== 'info'),
    ).toEqual([]);
  });
});
