import { analyse } from '../../../../lib/graph/analysis/analyse';
import type { EdgeModel, NodeModel, PodsModel, SystemModel } from '../../../../lib/graph/model';
import { aModel, anEdge, anEjection } from '../../../support/models';
import { told } from './told';

/** So many pods, of which this percentage may be ejected. */
function pods(min: number, percent?: number, overrides: Partial<PodsModel> = {}): PodsModel {
  const ejection = percent === undefined ? undefined : anEjection({ maxEjectionPercent: percent });
  const size = { version: 'v1', min, max: min, origin: 'service', updating: 0 } as const;
  return { ...size, ejection, capacity: undefined, ...overrides };
}

function system(
  nodes: Readonly<Record<string, Partial<NodeModel>>>,
  edges: readonly EdgeModel[] = [],
  overrides: Partial<SystemModel> = {},
): SystemModel {
  return aModel(edges, nodes, overrides);
}

describe('pods that are left', () => {
  test.each([
    // floor(2 x 50 / 100) = 1 ejected, 1 evicted
    [2, 50, 1, 0],
    // floor(3 x 50 / 100) = 1
    [3, 50, 1, 1],
    // floor(3 x 34 / 100) = 1
    [3, 34, 1, 1],
    // floor(9 x 34 / 100) = 3
    [9, 34, 3, 5],
    // Envoy's default of 10 % ejects none of nine
    [9, 10, 0, 8],
    [1, undefined, 0, 0],
  ])('%i pods, at most %s %% ejected: %i ejectable, %i left', (count, percent, ejectable, left) => {
    const { versions } = analyse(system({ a: { pods: [pods(count, percent)] } })).capacityOf('a');
    expect(versions[0]).toMatchObject({ ejectable, left });
  });

  test('two replicas, one evicted, one ejected: none left, which is reported', () => {
    expect(told(system({ a: { pods: [pods(2, 50)] } }))).toEqual([
      '[chart/a] MW1004 scale: got 2 replicas, of which 1 may be evicted and 1 ejected: none ' +
        'left, want a pod that answers while one is evicted and 1 ejected; run 3 replicas or more',
    ]);
  });

  test.each([
    // an update where it is takes one, as an eviction does, which then has to wait
    [3, 1, 1],
    // an update that ends all pods first leaves none
    [3, 3, 0],
  ])('%i pods, of which an update takes %i: %i left', (count, updating, left) => {
    const model = system({ a: { pods: [pods(count, 50, { updating })] } });
    expect(analyse(model).capacityOf('a').versions[0]).toMatchObject({ updating, left });
    expect(told(model)).toEqual([]);
  });

  test('three replicas are not reported, and neither is one that nothing ejects', () => {
    expect(told(system({ a: { pods: [pods(3, 50)] }, b: { pods: [pods(1)] } }))).toEqual([]);
  });
});

describe("Little's law", () => {
  const load = { requestsPerSecond: 100, latencyMs: 200 };

  test('100/s of 200 ms are 20 in flight, 5 in each of four clients', () => {
    const model = system({ a: { pods: [pods(4)] }, b: { pods: [pods(2)] } }, [
      anEdge('a', 'b', { load, clientLimit: 7 }),
    ]);
    expect(analyse(model).callCapacities()[0]).toMatchObject({
      concurrency: 20,
      perClient: 5,
      // four clients with seven each, on two pods
      perPodAtLimit: 14,
    });
  });

  const passedOn = (clientLimit: number): SystemModel =>
    system({ b: { pods: [pods(2)] }, c: { ownTime: { ms: 100, origin: 'service' } } }, [
      anEdge('a', 'b', { load }),
      anEdge('b', 'c', { times: 3, clientLimit }),
    ]);

  test('a load is passed on: 100/s in, three calls each of 100 ms, 30 in flight, 15 a pod', () => {
    const [, call] = analyse(passedOn(15)).callCapacities();
    expect(call).toMatchObject({ requestsPerSecond: 300, concurrency: 30, perClient: 15 });
    expect(told(passedOn(15))).toEqual([]);
  });

  test('one more than its pool is reported', () => {
    expect(told(passedOn(14))).toEqual([
      expect.stringMatching(/MW1005 calls\(c\): got 14, for 15 requests at a time, want room/),
    ]);
  });

  test('where one caller is not known, the load is not known', () => {
    const model = system({}, [anEdge('a', 'c', { load }), anEdge('b', 'c')]);
    expect(analyse(model).capacityOf('c').requestsPerSecond).toBeUndefined();
  });

  test('a service that cannot carry its load at its largest scale is reported', () => {
    const b = { pods: [pods(2, undefined, { capacity: 9 })] };
    expect(told(system({ b }, [anEdge('a', 'b', { load })]))).toEqual([
      expect.stringMatching(/MW1006 scale: got room for 18, want room for 20 requests/),
    ]);
    const enough = { pods: [pods(2, undefined, { capacity: 10 })] };
    expect(told(system({ b: enough }, [anEdge('a', 'b', { load })]))).toEqual([]);
  });
});

describe('the loss of a zone', () => {
  const zones = ['a', 'b', 'c'].map((zone) => ({ region: 'eu', zone }));
  const leftOf = (count: number): number | undefined => {
    const model = system({ s: { pods: [pods(count)] } }, [], { zones });
    return analyse(model).evacuations()[0]?.services[0]?.left;
  };

  test.each([
    // the zone with the larger share: 1, 2, 3 of them
    [3, 2],
    [4, 2],
    [5, 3],
    [7, 4],
    [1, 0],
  ])('of %i pods over three zones leaves %i', (count, left) => {
    expect(leftOf(count)).toBe(left);
  });

  test('is told where what is left cannot carry the load', () => {
    const load = { requestsPerSecond: 100, latencyMs: 250 };
    const s = { pods: [pods(3, undefined, { capacity: 10 })] };
    const model = system({ s }, [anEdge('web', 's', { load })], { zones });
    expect(told(model)).toHaveLength(3);
    expect(told(model)[0]).toMatch(
      /MW1007 scale: got 2 of 3 replicas with room for 20, want room for 25/,
    );
  });

  test('is not told where the smallest scale is too small with every zone: that is what is told', () => {
    const load = { requestsPerSecond: 100, latencyMs: 400 };
    const scaled = (min: number): string[] => {
      const s = { pods: [pods(min, undefined, { capacity: 10, max: 9 })] };
      return told(system({ s }, [anEdge('web', 's', { load })], { zones }));
    };
    expect(scaled(3)).toEqual([
      '[chart/s] MW1021 scale: got room for 30 at the smallest scale, want room for 40 requests at ' +
        'a time from the first; raise the smallest scale: after a deployment, or a quiet night, ' +
        'the load is there before the autoscaler',
    ]);
    expect(scaled(4)).toEqual([
      expect.stringMatching(/MW1007 .* without a;/),
      expect.stringMatching(/MW1007 .* without b;/),
      expect.stringMatching(/MW1007 .* without c;/),
    ]);
    expect(scaled(6)).toEqual([]);
  });

  test('is not told of a loss that takes none of its pods, whatever they can carry', () => {
    const load = { requestsPerSecond: 100, latencyMs: 300 };
    const places = { kind: 'zones', names: ['a', 'b'] } as const;
    const s = { pods: [pods(4, undefined, { capacity: 10 })], places };
    const model = system({ s }, [anEdge('web', 's', { load })], { zones });
    expect(told(model).filter((line) => line.includes('MW1007'))).toEqual([
      expect.stringMatching(/got 2 of 4 replicas .* without a;/),
      expect.stringMatching(/got 2 of 4 replicas .* without b;/),
    ]);
  });

  test('takes with it all that cannot do without what is gone', () => {
    const places = { kind: 'zones', names: ['a', 'b'] } as const;
    const model = system(
      { front: { pods: [pods(3)] }, one: { pods: [pods(1)], places } },
      [anEdge('front', 'one'), anEdge('other', 'one', { fallback: 'less' })],
      { zones },
    );
    const [lostA] = analyse(model).evacuations();
    expect(lostA).toMatchObject({ lost: 'a', unreachable: ['front', 'one'] });
  });

  test('says nothing where nobody names zones', () => {
    expect(analyse(system({ s: { pods: [pods(1)] } })).evacuations()).toEqual([]);
  });
});

describe('the end of a pod', () => {
  const drain = { preStopMs: 15_000, proxyDrainMs: 5000, graceMs: 25_000 };

  test('has room for pre-stop and the longest request: 15 + 8 of 25 s', () => {
    const model = system({ b: { drain } }, [
      anEdge('a', 'b', { deadline: { ms: 8000, origin: 'declared' } }),
      anEdge('c', 'b', { deadline: { ms: 3000, origin: 'declared' } }),
    ]);
    expect(analyse(model).drainOf('b')).toMatchObject({
      longestRequestMs: 8000,
      longestCall: { id: 'a→b' },
      neededMs: 23_000,
      marginMs: 2000,
    });
  });

  test('counts the drain of a classic proxy from the deletion of the pod on: 30 s, of which 15 s pre-stop', () => {
    const classic = { preStopMs: 15_000, proxyDrainMs: 30_000, graceMs: 25_000 };
    expect(analyse(system({ b: { drain: classic } })).drainOf('b')).toEqual({
      service: 'b',
      drain: classic,
      longestRequestMs: 0,
      longestCall: undefined,
      neededMs: 30_000,
      marginMs: -5000,
    });
  });

  test('is none of what the mesh does not run', () => {
    expect(analyse(system({ b: {} })).drainOf('b')).toBeUndefined();
  });
});

describe('the loss of a region', () => {
  const zones = [
    { region: 'eu', zone: 'a' },
    { region: 'eu', zone: 'b' },
    { region: 'us', zone: 'c' },
  ];
  const web = { web: { kind: 'gateway' } } as const;
  const lost = (count: number, edge: Partial<EdgeModel> = {}): string[] =>
    told(
      system(
        { ...web, f: { pods: [pods(6)] }, s: { pods: [pods(count)] } },
        [anEdge('web', 'f', { times: 1 }), anEdge('f', 's', edge)],
        { zones },
      ),
    );

  test('with all pods of what an entry needs is told at the entry: two of two zones of three', () => {
    expect(lost(2)).toEqual([
      '[chart/web] MW1019 calls(f): got nothing left of s without region eu, want a pod elsewhere ' +
        'of all that they cannot do without; raise the smallest scale of s, or give a call on the ' +
        'way a `fallback`',
    ]);
    expect(
      analyse(
        system({ ...web, s: { pods: [pods(2)] } }, [anEdge('web', 's')], { zones }),
      ).evacuations(),
    ).toContainEqual(
      expect.objectContaining({ lost: 'eu', kind: 'region', gone: ['s'], entries: ['web → s'] }),
    );
  });

  test('names what is missing in one order, in what was found and in what to do', () => {
    const places = { kind: 'regions', names: ['eu'] } as const;
    const model = system(
      { z: { pods: [pods(2)], places }, b: { pods: [pods(2)], places }, web: { kind: 'outside' } },
      [anEdge('web', 'z'), anEdge('z', 'b')],
      { zones },
    );
    expect(told(model)).toContainEqual(
      expect.stringMatching(/MW1019 .* nothing left of b, z without region eu.* scale of b, z, or/),
    );
  });

  test('is not where a pod is left, where the call has a fallback, or where there was one pod', () => {
    expect(lost(3)).toEqual([]);
    expect(lost(2, { fallback: 'less' })).toEqual([]);
    expect(lost(1)).toEqual([]);
  });
});
