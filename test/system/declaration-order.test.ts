import { Chart, Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  DataStore,
  GatewayTls,
  Match,
  Mesh,
  type MeshApp,
  MeshGateway,
  MeshNamespace,
  Mount,
  Operation,
  PodHardening,
  Port,
  Prometheus,
  ResilientService,
  Retries,
  Scale,
} from '../../constructs';
import { synthesized } from '../support/synthesized';

const OPERATIONS = {
  quote: Operation.safe('GET /quotes/{id}'),
  charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
  refund: Operation.unsafe('POST /refunds'),
};

const SERVICES = {
  orders: {
    image: 'ghcr.io/acme/orders:2.0.0',
    ports: { api: Port.http(8080), admin: Port.http(8081) },
    env: { ZONE: 'eu', LEVEL: 'debug' },
    mounts: [Mount.emptyDir('/tmp'), Mount.emptyDir('/cache')],
    pod: [PodHardening.writableRoot('writes its PID'), PodHardening.rootUser('binds port 80')],
  },
  payments: { image: 'ghcr.io/acme/payments:1.4.2', port: 8080, operations: OPERATIONS },
  reviews: {
    port: 9080,
    scale: Scale.between(3, 7),
    versions: {
      v1: { image: 'reviews:1', weight: 90 },
      v2: { image: 'reviews:2', when: Match.header('end-user').exactly('jason') },
      v3: { image: 'reviews:3', weight: 10 },
    },
  },
};

type Name = keyof typeof SERVICES;
type Shop = Record<Name, ResilientService<typeof OPERATIONS>> & {
  ledger: DataStore;
  gateway: MeshGateway;
};

const DECLARATIONS: readonly ((chart: Chart, shop: Partial<Shop>) => void)[] = [
  (chart) => new Mesh(chart, 'mesh', { prometheus: Prometheus.operator() }),
  (chart) => new MeshNamespace(chart, 'namespace'),
  (chart, shop) => {
    shop.ledger = DataStore.postgres(chart, 'ledger', { host: 'ledger.db.internal' });
  },
  (chart, shop) => {
    const tls = GatewayTls.secret('shop-cert');
    shop.gateway = new MeshGateway(chart, 'web', { hosts: ['shop.example.com'], tls });
  },
];

const CALLS: readonly ((shop: Shop) => void)[] = [
  ({ orders, payments }) => orders.calls(payments.operations.charge, { retries: Retries.upTo(2) }),
  ({ orders, payments }) =>
    orders.calls(payments.operations.refund, { timeout: Duration.seconds(7) }),
  ({ orders, payments }) => orders.calls(payments.operations.quote),
  ({ orders, reviews }) => orders.calls(reviews),
  ({ reviews, payments }) => reviews.calls(payments.operations.quote),
  ({ payments, ledger }) => payments.calls(ledger),
  ({ gateway, orders }) => gateway.routes('/orders/{id}', orders, { port: 'api' }),
  ({ gateway, reviews }) => gateway.routes('/reviews/*', reviews),
  ({ gateway, payments }) => gateway.exposes(payments.operations.quote),
];

interface Order {
  readonly declarations: readonly number[];
  readonly services: readonly Name[];
  readonly calls: readonly number[];
  readonly reversesProps: boolean;
}

const NAMES = Object.keys(SERVICES) as Name[];
const AS_WRITTEN: Order = {
  declarations: DECLARATIONS.map((_, index) => index),
  services: NAMES,
  calls: CALLS.map((_, index) => index),
  reversesProps: false,
};

function build(order: Order): ReadonlyMap<string, string> {
  return synthesized((app: MeshApp) => {
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const shop: Partial<Shop> = {};
    const [before, after] = [order.declarations.slice(0, 2), order.declarations.slice(2)];
    for (const index of before) DECLARATIONS[index]?.(chart, shop);
    for (const name of order.services) {
      const props = order.reversesProps ? reversed(SERVICES[name]) : SERVICES[name];
      shop[name] = new ResilientService(chart, name, props);
    }
    for (const index of after) DECLARATIONS[index]?.(chart, shop);
    for (const index of order.calls) CALLS[index]?.(shop as Shop);
  });
}

/** The same plain object with its keys in the opposite order, at every depth. */
function reversed<T>(value: T): T {
  const isPlain =
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value;
  const entries = Object.entries(value as object).map(([key, content]: [string, unknown]) => [
    key,
    reversed(content),
  ]);
  return Object.fromEntries(entries.reverse()) as T;
}

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

test('the bytes do not depend on the order of declarations, calls and props', () => {
  const expected = build(AS_WRITTEN);
  const orders = fc.record({
    declarations: shuffled(AS_WRITTEN.declarations),
    services: shuffled(NAMES),
    calls: shuffled(AS_WRITTEN.calls),
    reversesProps: fc.boolean(),
  });
  fc.assert(
    fc.property(orders, (order) => {
      expect(build(order)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
