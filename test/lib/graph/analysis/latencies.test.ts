import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel, NodeModel } from '../../../../lib/graph/model';
import { aModel, anEdge } from '../../../support/models';
import { told } from './told';

const takes = (ms: number): Partial<NodeModel> => ({ ownTime: { ms, origin: 'service' } });
const load = { requestsPerSecond: 1000, latencyMs: undefined };

/** Requests of `web→d` under way, a thousand a second of which arrive. */
function inFlight(
  calls: readonly EdgeModel[],
  own: Readonly<Record<string, Partial<NodeModel>>>,
): number | undefined {
  return analyse(aModel([anEdge('web', 'd', { load }), ...calls], own)).loads().calls[0]
    ?.concurrency;
}

test('what a callee waits for keeps its requests in flight: 1000/s x (100 + 800 ms)', () => {
  expect(inFlight([anEdge('d', 'x')], { d: takes(100), x: takes(800) })).toBe(900);
});

test('calls follow each other, those of a parallel group do not, and times count', () => {
  const own = { d: takes(100), x: takes(800), y: takes(300) };
  expect(inFlight([anEdge('d', 'x'), anEdge('d', 'y', { times: 2 })], own)).toBe(1500);
  const parallelGroup = 'page';
  const together = [anEdge('d', 'x', { parallelGroup }), anEdge('d', 'y', { parallelGroup })];
  expect(inFlight(together, own)).toBe(900);
});

test('a declared latency of a call goes before what follows from own times', () => {
  const call = anEdge('d', 'x', { load: { requestsPerSecond: 1000, latencyMs: 50 } });
  expect(inFlight([call], { d: takes(100), x: takes(800) })).toBe(150);
});

test('what nobody declared adds nothing, and a circle does not wait for itself', () => {
  expect(inFlight([anEdge('d', 'x')], { d: takes(100) })).toBe(100);
  expect(inFlight([anEdge('d', 'x')], { x: takes(800) })).toBeUndefined();
  expect(inFlight([anEdge('d', 'd')], { d: takes(100) })).toBe(100);
});

test('a service that waits is too small where its own time alone would fit', () => {
  const pods = {
    version: 'v1',
    min: 3,
    max: 3,
    origin: 'service' as const,
    updating: 0,
    ejection: undefined,
    capacity: 100,
  };
  const system = (callee: number): string[] =>
    told(
      aModel([anEdge('web', 'd', { load }), anEdge('d', 'x')], {
        d: { ...takes(100), pods: [pods] },
        x: takes(callee),
      }),
    ).filter((line) => line.includes('MW1006'));
  expect(system(800)).toEqual([expect.stringMatching(/MW1006 .*want room for 900 requests/)]);
  expect(system(100)).toEqual([]);
});
