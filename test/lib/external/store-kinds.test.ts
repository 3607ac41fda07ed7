import { Capacity, DataStore, Pool, Scale, type DataStoreProps } from '../../../constructs';
import { STORE_KINDS, type StoreKind } from '../../../lib/external/store-kinds';
import { aService, lines, shop } from '../../support/declare';
import { specOf } from '../rendered';

type Kind = keyof typeof STORE_KINDS;
const kinds = Object.entries<StoreKind>(STORE_KINDS);

/** The policy towards a store of `kind` that 7 replicas call. */
function policyTowards(kind: Kind, props: Partial<DataStoreProps> = {}) {
  const system = shop((chart) => {
    const store = DataStore[kind](chart, 'store', { host: 'store.example', ...props });
    aService(chart, 'orders', { scale: Scale.fixed(7) }).calls(store);
  });
  expect(lines(system)).toEqual([]);
  return specOf(system, 'DestinationRule', 'store').trafficPolicy;
}

test.each<[Kind, number, string]>([
  ['postgres', Math.floor(97 / 7), '86400s'],
  ['mysql', Math.floor(151 / 7), '27000s'],
  ['mongo', 102, '86400s'],
  ['redis', Math.floor(10_000 / 7), '86400s'],
  ['kafka', 100, '570s'],
])('%s: %i connections of each replica, closed after %s', (kind, maxConnections, idleTimeout) => {
  expect(policyTowards(kind)?.connectionPool).toEqual({
    tcp: {
      maxConnections,
      connectTimeout: '2s',
      idleTimeout,
      tcpKeepalive: { time: '120s', interval: '10s', probes: 9 },
    },
  });
});

test.each(kinds)('a proxy closes an unused connection before %s does', (_name, kind) => {
  expect(kind.idleSeconds).toBeLessThan(kind.closesAfterSeconds ?? Infinity);
});

test('what the owner says of the store counts for more than its kind', () => {
  const limits = (props: Partial<DataStoreProps>) =>
    policyTowards('postgres', props)?.connectionPool?.tcp?.maxConnections;
  expect(limits({ capacity: Capacity.total(490) })).toBe(70);
  expect(limits({ pool: Pool.perReplica(11) })).toBe(11);
});

test('a failing address is left out where there are several, by what fails to connect', () => {
  expect(policyTowards('redis')).not.toHaveProperty('outlierDetection');
  expect(policyTowards('redis', { endpoints: 3 })?.outlierDetection).toMatchObject({
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 5,
    maxEjectionPercent: 50,
  });
});
