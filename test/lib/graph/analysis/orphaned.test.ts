import type { EdgeModel } from '../../../../lib/graph/model';
import { aModel, anEdge, retries } from '../../../support/models';
import { NEVER, timeOf, within } from './times';
import { told } from './told';

test('a callee that goes on after its caller gave up is work for nobody', () => {
  const edges = [
    anEdge('a', 'b', { ...within(500), ...NEVER }),
    anEdge('b', 'x', { ...within(700), ...NEVER }),
  ];
  expect(timeOf('a→b', edges, { b: 100, x: 5000 })).toMatchObject({
    calleeMs: 800,
    orphanedMs: 300,
    orphanedBy: '1 x (800ms - 500ms)',
    fitting: { raiseToMs: 800, raiseTryToMs: undefined, lowerCalleesToMs: 400 },
  });
});

test('each try that is cut off leaves its callee at work, the last one by the deadline', () => {
  const policy = retries(10, { perTryTimeoutMs: 300 });
  const edge = anEdge('a', 'b', { ...within(1000), retries: policy });
  expect(timeOf('a→b', [edge], { b: 500 })).toMatchObject({
    orphanedMs: 3 * 200 + 400,
    orphanedBy: '3 x (500ms - 300ms) + 1 x (500ms - 100ms)',
  });
  // the last try alone is too short for 300 ms
  expect(timeOf('a→b', [edge], { b: 300 })).toMatchObject({
    orphanedMs: 200,
    orphanedBy: '1 x (300ms - 100ms)',
  });
});

test('no deadline and no timeout of a try leave nothing behind, not even on a circle', () => {
  const edges = [anEdge('a', 'b', NEVER), anEdge('b', 'a', NEVER)];
  expect(timeOf('a→b', edges, { b: 300 })).toMatchObject({ orphanedMs: 0, orphanedBy: '' });
});

test('where own time alone is too long, no callee can be lowered enough', () => {
  const { fitting } = timeOf('a→b', [anEdge('a', 'b', { ...within(50), ...NEVER })], { b: 100 });
  expect(fitting).toEqual({
    raiseToMs: 100,
    raiseTryToMs: undefined,
    lowerCalleesToMs: undefined,
  });
});

describe('a try that is cut off before its callee can answer', () => {
  const system = (perTryTimeoutMs: number, call: Partial<EdgeModel> = {}): string[] =>
    told(
      aModel(
        [
          anEdge('a', 'b', {
            ...within(3000),
            retries: retries(4, { perTryTimeoutMs }),
            ...call,
          }),
          anEdge('b', 'x', { ...within(700), ...NEVER }),
        ],
        {
          b: { ownTime: { ms: 300, origin: 'service' } },
          x: { ownTime: { ms: 9000, origin: 'service' } },
        },
      ),
    ).filter((line) => line.includes('chart/a'));

  test('is reported though the deadline has room for one answer', () => {
    expect(system(525)).toEqual([
      '[chart/a] MW1020 calls(b).timeout: got 525ms for each try, while b may take 1s, want at ' +
        'least 1s; raise the `timeout` or the `perTryTimeout`, or take retries away, or let the ' +
        'calls of b together take 225ms at most',
    ]);
  });

  test('is not where a try is long enough, has no timeout, or the deadline was derived', () => {
    expect(system(1000)).toEqual([]);
    expect(system(525, { retries: retries(4) })).toEqual([]);
    expect(system(525, { deadline: { ms: 3000, origin: 'derived' } })).toEqual([]);
  });

  test('is told once where the deadline is too short as well', () => {
    expect(system(525, within(900))).toEqual([expect.stringMatching(/MW1003/)]);
  });
});
