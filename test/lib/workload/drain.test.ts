import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Port, type CallOptions, type ResilientServiceProps } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import type { EdgePlan } from '../../../lib/graph/edge';
import { declareMesh } from '../../../lib/mesh/declare';
import { planMesh } from '../../../lib/mesh/plan';
import type { DrainDeclaration } from '../../../lib/workload/declaration';
import { planDrain, type DrainPlan } from '../../../lib/workload/plan-drain';
import { aService, errors, linesOf, only, shop } from '../../support/declare';
import { containerOf, podOf, templateOf, workloadOf } from '../../support/pods';

const mesh = planMesh(declareMesh({}, () => undefined));
const classic = planMesh(declareMesh({ sidecars: 'classic' }, () => undefined));
const NOTHING: DrainDeclaration = {
  propagationMs: undefined,
  longestConnectionMs: undefined,
  cleanUpMs: undefined,
};

interface Given {
  readonly deadlines?: readonly (number | undefined)[];
  readonly declared?: Partial<DrainDeclaration>;
  readonly isClassic?: boolean;
  readonly hasPorts?: boolean;
}

/** Calls with these deadlines in milliseconds; undefined is one on a port without requests. */
function planned({ deadlines = [], declared, isClassic, hasPorts = true }: Given): DrainPlan {
  const into = deadlines.map((ms, index) => ({
    path: `shop/caller-${index}`,
    prop: 'calls(cart)',
    deadline: ms === undefined ? undefined : { ms },
  }));
  return planDrain({
    declared: { ...NOTHING, ...declared },
    hasPorts,
    into: into as unknown as EdgePlan[],
    mesh: isClassic ? classic : mesh,
  });
}

/** preStop, the proxy's drain and the grace period, in seconds. */
function seconds(given: Given): number[] {
  const { preStop, proxyDrain, gracePeriod } = planned(given);
  return [preStop.seconds, proxyDrain.seconds, gracePeriod.seconds];
}

test.each<[string, Given, number[]]>([
  ['nobody calls', {}, [15, 5, 25]],
  ['the longest deadline, rounded up', { deadlines: [700, 12_001, 7_000] }, [15, 13, 33]],
  ['a short deadline', { deadlines: [700] }, [15, 5, 25]],
  ['a connection without requests', { deadlines: [undefined, 700] }, [15, 30, 50]],
  ['nobody can call', { hasPorts: false }, [0, 5, 10]],
  ['a classic sidecar', { deadlines: [12_001], isClassic: true }, [15, 28, 33]],
  ['nobody can call, and a classic sidecar', { hasPorts: false, isClassic: true }, [0, 5, 10]],
  ['slow endpoints', { declared: { propagationMs: 41_000 } }, [41, 5, 51]],
  ['a slow end', { declared: { cleanUpMs: 17_001 } }, [15, 5, 38]],
  ['a quick end', { declared: { cleanUpMs: 1 } }, [15, 5, 21]],
  ['long streams', { declared: { longestConnectionMs: 61_000 }, deadlines: [7_000] }, [15, 61, 81]],
  ['short streams', { declared: { longestConnectionMs: 6_000 }, deadlines: [7_000] }, [15, 7, 27]],
  [
    'connections of a declared length instead of the maximum of the mesh',
    { declared: { longestConnectionMs: 11_000 }, deadlines: [undefined] },
    [15, 11, 31],
  ],
])('%s: preStop, drain of the proxy and grace period', (_what, given, wanted) => {
  expect(seconds(given)).toEqual(wanted);
});

test('every part says how long it is and where that comes from', () => {
  const { gracePeriod } = planned({ deadlines: [700, 13_000], declared: { cleanUpMs: 7_000 } });
  expect(gracePeriod).toEqual({
    seconds: 35,
    parts: [
      { what: 'endpoints leave the proxies', seconds: 15, from: 'default' },
      { what: 'the longest request ends', seconds: 13, from: 'shop/caller-1 calls(cart)' },
      { what: 'the application ends', seconds: 7, from: 'drain.cleanUp' },
    ],
  });
});

test.each<[string, Given, string]>([
  ['no call', {}, "Istio's terminationDrainDuration"],
  ['a connection', { deadlines: [undefined] }, 'deadlines.maximum'],
  [
    'a connection of a declared length',
    { deadlines: [undefined], declared: { longestConnectionMs: 7_000 } },
    'drain.longestConnection',
  ],
])('with %s, the longest request comes from %j: %s', (_what, given, from) => {
  expect(planned(given).proxyDrain.parts).toMatchObject([{ from }]);
});

const deadline = fc.option(fc.integer({ min: 1, max: 900_000 }), { nil: undefined });
const time = fc.option(fc.integer({ min: 1, max: 900_000 }), { nil: undefined });
const anything: fc.Arbitrary<Given> = fc.record({
  deadlines: fc.array(deadline, { maxLength: 7 }),
  declared: fc.record({ propagationMs: time, longestConnectionMs: time, cleanUpMs: time }),
  isClassic: fc.boolean(),
  hasPorts: fc.boolean(),
});

test('the longest request always fits between the end of preStop and SIGKILL', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const { preStop, gracePeriod, proxyDrain } = planned(given);
      const longest = Math.max(0, ...(given.deadlines ?? []).map((ms) => ms ?? 0));
      const left = gracePeriod.seconds - preStop.seconds;
      expect(left * 1000).toBeGreaterThan(longest);
      expect(gracePeriod.seconds).toBeGreaterThan(proxyDrain.seconds);
      // a native sidecar is told to go when preStop is over, a classic one when it begins
      const draining = given.isClassic ? proxyDrain.seconds - preStop.seconds : proxyDrain.seconds;
      expect(draining * 1000).toBeGreaterThanOrEqual(longest);
    }),
  );
});

test('whoever can be called waits before it goes, and nobody else', () => {
  fc.assert(
    fc.property(anything, (given) => {
      expect(planned(given).preStop.seconds > 0).toBe(given.hasPorts);
    }),
  );
});

test('each time is the sum of its parts', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const { preStop, proxyDrain, gracePeriod } = planned(given);
      for (const { seconds: total, parts } of [preStop, proxyDrain, gracePeriod]) {
        expect(parts.reduce((sum, part) => sum + part.seconds, 0)).toBe(total);
      }
    }),
  );
});

test('a longer deadline never makes a pod end sooner', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 900_000 }), (given, further) => {
      const before = seconds(given);
      const after = seconds({ ...given, deadlines: [...(given.deadlines ?? []), further] });
      after.forEach((each, index) => expect(each).toBeGreaterThanOrEqual(before[index] ?? 0));
    }),
  );
});

test('the kind of sidecar changes how long it drains, and nothing else', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const [preStop = 0, drain = 0, grace] = seconds({ ...given, isClassic: false });
      expect(seconds({ ...given, isClassic: true })).toEqual([preStop, preStop + drain, grace]);
    }),
  );
});

/** The workload of `ledger`, which `cart` calls with these options. */
function calledWith(
  options: CallOptions,
  props: ResilientServiceProps = { port: Port.http(7007) },
): Manifest {
  const system = shop((chart) => {
    const ledger = aService(chart, 'ledger', props);
    aService(chart, 'cart', { port: undefined }).calls(ledger, options);
  });
  return only(system.manifests(), 'Deployment', 'ledger-v1');
}

function proxyConfigOf(workload: Manifest): unknown {
  const text = templateOf(workload).metadata?.annotations?.['proxy.istio.io/config'];
  return JSON.parse(text ?? 'null');
}

test('the drain of the longest call is what the manifest says', () => {
  const workload = calledWith({ timeout: Duration.seconds(7) });
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(15 + 7 + 5);
  expect(containerOf(workload).lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
  expect(proxyConfigOf(workload)).toEqual({ terminationDrainDuration: '7s' });
});

test('a declared drain is what the manifest says', () => {
  const drain = {
    propagation: Duration.seconds(23),
    longestConnection: Duration.seconds(61),
    cleanUp: Duration.seconds(11),
  };
  const workload = calledWith({}, { port: Port.tcp(7007), drain });
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(23 + 61 + 11);
  expect(containerOf(workload).lifecycle).toEqual({ preStop: { sleep: { seconds: 23 } } });
  expect(proxyConfigOf(workload)).toEqual({ terminationDrainDuration: '61s' });
});

test('the image needs no shell to wait: the kubelet sleeps', () => {
  expect(containerOf(workloadOf()).lifecycle?.preStop).not.toHaveProperty('exec');
});

test('a callee over TCP drains for as long as the longest deadline of the mesh', () => {
  const workload = calledWith({}, { port: Port.tcp(7007) });
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(15 + 30 + 5);
});

test('a worker has no preStop, and the time to end that it asks for', () => {
  const workload = workloadOf({ port: undefined, drain: { cleanUp: Duration.seconds(61) } });
  expect(containerOf(workload)).not.toHaveProperty('lifecycle');
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(5 + 61);
});

test.each([
  [
    { propagation: Duration.seconds(7) },
    'MW0138 drain.propagation: got a service without a port, want a port, or `drain.cleanUp` alone; give the time that the application needs to end as `drain.cleanUp`',
  ],
  [
    { longestConnection: Duration.seconds(7) },
    'MW0138 drain.longestConnection: got a service without a port, want a port, or `drain.cleanUp` alone; give the time that the application needs to end as `drain.cleanUp`',
  ],
])('a worker that waits for callers is refused', (drain, line) => {
  const system = shop((chart) => aService(chart, 'cart', { port: undefined, drain }));
  expect(errors(system)).toEqual([`[shop/cart] ${line}`]);
});

function warnedOf(longestConnection: Duration): string[] {
  const drain = { longestConnection };
  return linesOf(
    shop((chart) => aService(chart, 'chat', { drain })),
    'warning',
  );
}

test('a pod that platforms may not wait for is told, with the parts of its grace period', () => {
  expect(warnedOf(Duration.seconds(581))).toEqual([
    '[shop/chat] MW0137 drain: got 15s + 581s + 5s = 601s, 581s of it from drain.longestConnection, want at most 600s: the Cluster Autoscaler, and GKE, AKS and eksctl with it, end a pod then when they remove its node; shorten the longest deadline or `drain`, or let clients connect again after such a cut',
  ]);
  expect(warnedOf(Duration.seconds(580))).toEqual([]);
});
