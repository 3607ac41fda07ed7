import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Port, type CallOptions } from '../../../constructs';
import type { Manifest } from '../../../constructs/testing';
import type { EdgePlan } from '../../../lib/graph/edge';
import { declareMesh } from '../../../lib/mesh/declare';
import { planMesh } from '../../../lib/mesh/plan';
import { planDrain, type DrainPlan } from '../../../lib/workload/plan-drain';
import { aService, only, shop } from '../../support/declare';
import { containerOf, podOf, templateOf, workloadOf } from '../../support/pods';

const mesh = planMesh(declareMesh({}, () => undefined));

/** Calls with these deadlines in milliseconds; undefined is one on a port without requests. */
function drained(...deadlines: readonly (number | undefined)[]): DrainPlan {
  const into = deadlines.map((ms) => ({ deadline: ms === undefined ? undefined : { ms } }));
  return planDrain({ hasPorts: true, into: into as unknown as EdgePlan[], mesh });
}

test('a pod that nobody calls waits 15 s, then lets its proxy drain for 5 s and has 5 s left', () => {
  expect(drained()).toEqual({
    longestRequestSeconds: 0,
    preStopSeconds: 15,
    proxyDrainSeconds: 5,
    gracePeriodSeconds: 25,
  });
});

test('the longest of the deadlines decides, rounded up to whole seconds', () => {
  expect(drained(700, 12_001, 7_000)).toEqual({
    longestRequestSeconds: 13,
    preStopSeconds: 15,
    proxyDrainSeconds: 13,
    gracePeriodSeconds: 33,
  });
});

test('a classic sidecar drains through preStop too: its SIGTERM comes with the deletion of the pod', () => {
  const classic = planMesh(declareMesh({ sidecars: 'classic' }, () => undefined));
  const into = [{ deadline: { ms: 12_001 } }] as unknown as EdgePlan[];
  expect(planDrain({ hasPorts: true, into, mesh: classic })).toEqual({
    longestRequestSeconds: 13,
    preStopSeconds: 15,
    proxyDrainSeconds: 28,
    gracePeriodSeconds: 33,
  });
});

test('a short deadline leaves the proxy the time that Istio gives it', () => {
  expect(drained(700)).toMatchObject({ proxyDrainSeconds: 5, gracePeriodSeconds: 25 });
});

test('a connection without requests gets the longest deadline of the mesh', () => {
  expect(drained(undefined, 700)).toMatchObject({ proxyDrainSeconds: 30, gracePeriodSeconds: 50 });
});

test('a pod that nobody can call leaves without waiting', () => {
  expect(planDrain({ hasPorts: false, into: [], mesh })).toEqual({
    longestRequestSeconds: 0,
    preStopSeconds: 0,
    proxyDrainSeconds: 5,
    gracePeriodSeconds: 10,
  });
});

test('the longest request always fits between the end of preStop and SIGKILL', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 600_000 })), (deadlines) => {
      const { preStopSeconds, proxyDrainSeconds, gracePeriodSeconds } = drained(...deadlines);
      const longest = Math.max(0, ...deadlines);
      expect(proxyDrainSeconds * 1000).toBeGreaterThanOrEqual(longest);
      expect(gracePeriodSeconds).toBeGreaterThan(preStopSeconds + proxyDrainSeconds);
    }),
  );
});

/** The workload of `ledger`, which `cart` calls with these options. */
function calledWith(options: CallOptions, port: Port = Port.http(7007)): Manifest {
  const system = shop((chart) => {
    const ledger = aService(chart, 'ledger', { port });
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

test('the image needs no shell to wait: the kubelet sleeps', () => {
  expect(containerOf(workloadOf()).lifecycle?.preStop).not.toHaveProperty('exec');
});

test('a callee over TCP drains for as long as the longest deadline of the mesh', () => {
  const workload = calledWith({}, Port.tcp(7007));
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(15 + 30 + 5);
});

test('a worker has no preStop', () => {
  const workload = workloadOf({ port: undefined });
  expect(containerOf(workload)).not.toHaveProperty('lifecycle');
  expect(podOf(workload).terminationGracePeriodSeconds).toBe(10);
});
