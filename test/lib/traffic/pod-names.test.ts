import { Duration } from 'cdk8s';
import {
  Capacity,
  LoadBalancing,
  Operation,
  Port,
  Retries,
  Scale,
  Workload,
  type CallOptions,
  type ResilientServiceProps,
} from '../../../constructs';
import type { DeclaredSystem } from '../../../constructs/testing';
import { aService, has, lines, only, shop } from '../../support/declare';
import { routeOf, routesOf, specOf } from '../rendered';

const HOST = 'ring-pods.shop.svc.cluster.local';
const stateful = { workload: Workload.stateful() };

/** A stateful service whose pods call each other, and a caller of the service as a whole. */
function ring(options: CallOptions = {}, props: ResilientServiceProps = {}): DeclaredSystem {
  return shop((chart) => {
    const service = aService(chart, 'ring', { ...stateful, ...props });
    service.calls(service, { timeout: Duration.seconds(3), ...options });
    aService(chart, 'orders').calls(service, { timeout: Duration.seconds(7) });
  });
}

test('calls between pods have the routes of the call to the own service, at the address asked for', () => {
  const system = ring({ retries: Retries.ifUnreached(1) });
  expect(lines(system)).toEqual([]);
  const { hosts } = specOf(system, 'VirtualService', 'ring-pods');
  expect(hosts).toEqual([HOST]);
  const [own, rest, ...others] = routesOf(system, 'ring-pods');
  const route = [{ destination: { host: HOST, port: { number: 8080 } } }];
  expect(own).toEqual({ ...routeOf(system, 'ring', 'shop.ring.any'), route });
  expect(own).toMatchObject({ timeout: '3s', retries: { attempts: 1 } });
  expect(rest).toMatchObject({ name: 'undeclared', retries: { attempts: 0 }, route });
  expect(others).toEqual([]);
});

test('whoever calls the service as a whole has no route to single pods', () => {
  const names = routesOf(ring(), 'ring-pods').map(({ name }) => name);
  expect(names).toEqual(['shop.ring.any', 'undeclared']);
});

test('pods that do not call each other retry nothing there either', () => {
  const system = shop((chart) => aService(chart, 'ring', stateful));
  expect(routesOf(system, 'ring-pods')).toMatchObject([
    { name: 'undeclared', retries: { attempts: 0 }, timeout: '1s' },
  ]);
});

test('operations are told apart between pods as well', () => {
  const system = shop((chart) => {
    const operations = {
      read: Operation.safe('GET /segments/{id}'),
      write: Operation.unsafe('POST /segments'),
    };
    const service = aService(chart, 'ring', { ...stateful, operations });
    service.calls(service.operations.read, { timeout: Duration.seconds(3) });
    service.calls(service.operations.write, { timeout: Duration.seconds(5) });
  });
  const of = (name: string) => routeOf(system, 'ring-pods', name);
  for (const name of ['shop.ring.read', 'shop.ring.write']) {
    const { route, ...rest } = routeOf(system, 'ring', name);
    expect(of(name)).toMatchObject(rest);
    expect(route?.[0]?.destination.host).not.toBe(HOST);
  }
});

test('the rule has the limits of the service, and nothing that needs a choice between pods', () => {
  const system = ring(
    {},
    {
      capacity: Capacity.perReplica(168),
      loadBalancing: LoadBalancing.roundRobin(),
      scale: Scale.fixed(5),
    },
  );
  const { trafficPolicy, host, subsets } = specOf(system, 'DestinationRule', 'ring-pods');
  const whole = specOf(system, 'DestinationRule', 'ring').trafficPolicy;
  expect(host).toBe(HOST);
  expect(subsets).toBeUndefined();
  expect(whole).toHaveProperty('outlierDetection');
  expect(trafficPolicy).toEqual({
    connectionPool: whole?.connectionPool,
    retryBudget: whole?.retryBudget,
  });
  expect(trafficPolicy?.connectionPool?.tcp?.maxConnections).toBe((168 * 5) / (3 + 5));
});

test('the port of a pod is that of its container, for whoever asks by its name', () => {
  const system = ring({}, { port: Port.http(80, { targetPort: 7007 }) });
  const { ports } = only(system.manifests(), 'Service', 'ring-pods').spec as { ports: unknown };
  expect(ports).toMatchObject([{ port: 7007, targetPort: 7007 }]);
  const [own] = routesOf(system, 'ring-pods');
  expect(own?.route?.[0]?.destination).toEqual({ host: HOST, port: { number: 7007 } });
  const whole = only(system.manifests(), 'Service', 'ring').spec as { ports: unknown };
  expect(whole.ports).toMatchObject([{ port: 80, targetPort: 7007 }]);
});

test('pods that speak TCP have limits and no routes', () => {
  const system = shop((chart) => {
    const service = aService(chart, 'ring', { ...stateful, port: Port.tcp(7007) });
    service.calls(service);
  });
  expect(lines(system)).toEqual([]);
  expect(has(system.manifests(), 'VirtualService', 'ring-pods')).toBe(false);
  expect(specOf(system, 'DestinationRule', 'ring-pods').trafficPolicy?.connectionPool).toEqual(
    specOf(system, 'DestinationRule', 'ring').trafficPolicy?.connectionPool,
  );
});

test.each<[string, ResilientServiceProps]>([
  ['a deployment', {}],
  ['a stateful worker', { ...stateful, port: undefined }],
])('%s has no pods with names to call', (_what, props) => {
  const manifests = shop((chart) => aService(chart, 'ring', props)).manifests();
  expect(has(manifests, 'DestinationRule', 'ring-pods')).toBe(false);
  expect(has(manifests, 'VirtualService', 'ring-pods')).toBe(false);
});
