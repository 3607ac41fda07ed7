import { analyse } from '../../../../lib/graph/analysis/analyse';
import { aModel, anEdge } from '../../../support/models';
import { told } from './told';

describe('criticality', () => {
  const nodes = { a: { criticality: 'critical' }, b: { criticality: 'best-effort' } } as const;

  test('a critical service behind a lesser one is reported', () => {
    expect(told(aModel([anEdge('a', 'b')], nodes))).toEqual([
      expect.stringMatching(/MW1011 calls\(b\): got best-effort b behind critical a/),
    ]);
  });

  test('with a fallback, or the other way round, it is not', () => {
    expect(told(aModel([anEdge('a', 'b', { fallback: 'less' })], nodes))).toEqual([]);
    expect(told(aModel([anEdge('b', 'a')], nodes))).toEqual([]);
  });

  test('where one of the two is not known, nothing is concluded', () => {
    expect(told(aModel([anEdge('a', 'c')], { a: nodes.a }))).toEqual([]);
  });
});

test('the blast radius follows hard calls up to the entries, and names who degrades', () => {
  const edges = [anEdge('web', 'a'), anEdge('a', 'b'), anEdge('c', 'b', { fallback: 'less' })];
  const model = aModel(edges, { web: { kind: 'gateway' } });
  expect(analyse(model).blastRadiusOf('b')).toEqual({
    service: 'b',
    failing: ['a', 'web'],
    degraded: ['c'],
    through: { a: 'a→b', web: 'web→a', c: 'c→b' },
    entries: ['web → a'],
  });
});

test('a circle of calls is reported once, at the call that closes it', () => {
  const edges = [anEdge('a', 'b'), anEdge('b', 'c'), anEdge('c', 'a')];
  expect(told(aModel(edges))).toEqual([
    expect.stringMatching(/\[chart\/c\] MW1002 calls\(a\): got a → b → c → a/),
  ]);
});

describe('a call to oneself', () => {
  test('does not hide the circle that leads through others', () => {
    const itself = anEdge('a', 'a');
    for (const edges of [
      [itself, anEdge('a', 'b'), anEdge('b', 'a')],
      [anEdge('a', 'b'), anEdge('b', 'a'), itself, anEdge('b', 'b')],
    ]) {
      expect(told(aModel(edges))).toEqual([
        expect.stringMatching(/\[chart\/b\] MW1002 calls\(a\): got a → b → a/),
      ]);
    }
  });

  test('alone is that of peers, and no finding', () => {
    expect(told(aModel([anEdge('a', 'a'), anEdge('a', 'b')]))).toEqual([]);
  });
});

test('a service that nobody outside reaches is reported, where somebody reaches others', () => {
  const model = aModel([anEdge('web', 'a')], { web: { kind: 'gateway' }, lost: {} });
  expect(told(model)).toEqual([expect.stringMatching(/\[chart\/lost\] MW1013/)]);
  expect(told(aModel([anEdge('b', 'a')], { lost: {} }))).toEqual([]);
});

describe('a critical service and a single pod', () => {
  const one = { pods: [pods(1)] };
  const critical = { criticality: 'critical', pods: [pods(3)] } as const;

  test('behind any number of calls is reported, at the pod', () => {
    const edges = [anEdge('a', 'b'), anEdge('b', 'c')];
    expect(told(aModel(edges, { a: critical, b: { pods: [pods(2)] }, c: one }))).toEqual([
      '[chart/c] MW1012 scale: got 1 replica, which a cannot do without, want two replicas or more ' +
        'of c, or a call with a `fallback`; raise the scale of c, or give the call a `fallback`',
    ]);
  });

  test('with a fallback on the way it is not; neither are two pods, or two versions of one', () => {
    const model = (edge: Parameters<typeof anEdge>[2], c: object): string[] =>
      told(aModel([anEdge('a', 'c', edge)], { a: critical, c }));
    expect(model({ fallback: 'less' }, one)).toEqual([]);
    expect(model({}, { pods: [pods(2)] })).toEqual([]);
    expect(model({}, { pods: [pods(1), { ...pods(1), version: 'v2' }] })).toEqual([]);
  });

  test('what is not critical may depend on one', () => {
    expect(told(aModel([anEdge('a', 'c')], { a: { pods: [pods(3)] }, c: one }))).toEqual([]);
  });
});

describe('a caller without a proxy', () => {
  const call = anEdge('job', 'b', { isEnforced: false });

  test('is told, since nothing keeps its calls to their limits', () => {
    expect(told(aModel([call]))).toEqual([
      '[chart/job] MW1015 calls(b): got job, which has no proxy, want a caller with a sidecar: ' +
        "deadline, retries and limits are its proxy's; give the caller a sidecar",
    ]);
  });

  test('is not where the callee is declared elsewhere, or sees no requests', () => {
    expect(told(aModel([call], { b: { kind: 'reference' } }))).toEqual([]);
    expect(told(aModel([{ ...call, carriesRequests: false }]))).toEqual([]);
  });
});

describe('places', () => {
  const zones = [
    { region: 'eu-1', zone: 'eu-1a' },
    { region: 'eu-1', zone: 'eu-1b' },
    { region: 'us-1', zone: 'us-1a' },
  ];
  const regions = (...names: string[]) => ({ places: { kind: 'regions' as const, names } });
  const inZones = (...names: string[]) => ({ places: { kind: 'zones' as const, names } });

  test('a failover out of the regions that data may be in is refused', () => {
    const a = { ...regions('eu-1', 'us-1'), residency: ['eu-1', 'eu-2'] };
    expect(told(aModel([], { a }))).toEqual([
      '[chart/a] MW1016 failover: got us-1, want regions of its `residency`: eu-1, eu-2; take the ' +
        'others from the `failover`, or add them to the `residency`',
    ]);
  });

  test('so is one to a zone of another region, where the mesh knows which', () => {
    const a = { ...inZones('eu-1a', 'us-1a'), residency: ['eu-1'] };
    expect(told(aModel([], { a }, { zones }))).toEqual([
      expect.stringMatching(/MW1016 failover: got us-1, want/),
    ]);
    expect(told(aModel([], { a }))).toEqual([]);
  });

  test('one within them is not, nor one of a service whose data may be anywhere', () => {
    expect(told(aModel([], { a: { ...regions('eu-1'), residency: ['eu-1'] } }))).toEqual([]);
    expect(told(aModel([], { a: regions('eu-1', 'us-1') }))).toEqual([]);
    const near = { ...inZones('eu-1a', 'eu-1b'), residency: ['eu-1'] };
    expect(told(aModel([], { a: near }, { zones }))).toEqual([]);
  });

  const called = (a: object, b: object): string[] =>
    told(aModel([anEdge('a', 'b')], { a, b }, { zones }));

  test('a failover to where a dependency is not is reported', () => {
    expect(called(regions('eu-1', 'us-1'), regions('eu-1', 'eu-2'))).toEqual([
      '[chart/a] MW1017 calls(b): got b, which is not in us-1, want b there too, or a call with a ' +
        '`fallback`; give b the same `failover`, or the call a `fallback`',
    ]);
  });

  test('also where one of the two names zones and the other regions', () => {
    expect(called(regions('eu-1', 'us-1'), inZones('eu-1a', 'eu-1b'))).toEqual([
      expect.stringMatching(/MW1017 calls\(b\): got b, which is not in us-1/),
    ]);
    expect(called(inZones('eu-1a', 'us-1a'), regions('eu-1'))).toEqual([
      expect.stringMatching(/MW1017 calls\(b\): got b, which is not in us-1a/),
    ]);
    expect(called(regions('eu-1', 'us-1'), inZones('eu-1a', 'us-1a'))).toEqual([]);
  });

  test('with the same places, a fallback, or a dependency of unknown places it is not', () => {
    const both = regions('eu-1', 'us-1');
    expect(called(both, both)).toEqual([]);
    expect(called(both, {})).toEqual([]);
    const soft = anEdge('a', 'b', { fallback: 'less' });
    expect(told(aModel([soft], { a: both, b: regions('eu-1') }))).toEqual([]);
  });
});

function pods(min: number) {
  const unknown = { updating: 0, ejection: undefined, capacity: undefined };
  return { version: 'v1', min, max: min, origin: 'service' as const, ...unknown };
}
