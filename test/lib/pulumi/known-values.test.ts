import * as pulumi from '@pulumi/pulumi';
import { Chart, Duration } from 'cdk8s';
import {
  DataStore,
  GatewayTls,
  Load,
  MeshApp,
  MeshGateway,
  Mount,
  Operation,
  Pool,
  Port,
  Probe,
  Retries,
  Rollout,
  Scale,
  type CallOptions,
} from '../../../constructs';
import { asString } from '../../../lib/pulumi';
import { aService } from '../../support/declare';

type Late = never;

interface Place {
  readonly prop: string;
  readonly give: (chart: Chart, late: Late) => void;
}

const cart = (props: (late: Late) => Parameters<typeof aService>[2]): Place['give'] => {
  return (chart, late) => void aService(chart, 'cart', props(late));
};

const call = (options: (late: Late) => CallOptions): Place['give'] => {
  return (chart, late) =>
    void aService(chart, 'cart').calls(aService(chart, 'ledger'), options(late));
};

const store = (props: (late: Late) => object): Place['give'] => {
  return (chart, late) =>
    void DataStore.postgres(chart, 'ledger', { host: 'ledger.example', ...props(late) });
};

/** What planning computes with, or names something by. */
const PLACES: readonly Place[] = [
  { prop: 'scale', give: cart((late) => ({ scale: Scale.fixed(late) })) },
  { prop: 'port', give: cart((port) => ({ port })) },
  { prop: 'ports.web', give: cart((late) => ({ ports: { web: Port.http(late) } })) },
  {
    prop: 'versions.v7.weight',
    give: cart((weight) => ({ versions: { v7: { ...image, weight } } })),
  },
  { prop: 'calls(ledger).timeout', give: call((timeout) => ({ timeout })) },
  { prop: 'calls(ledger).timeout', give: call((late) => ({ timeout: Duration.seconds(late) })) },
  {
    prop: 'calls(ledger).retries',
    give: call((late) => ({ retries: Retries.upTo(late) as never })),
  },
  { prop: 'user', give: cart((user) => ({ user })) },
  { prop: 'resources.cpu.request', give: cart((request) => ({ resources: { cpu: { request } } })) },
  { prop: 'resources.memory.limit', give: cart((limit) => ({ resources: { memory: { limit } } })) },
  { prop: 'rollout', give: cart((late) => ({ rollout: Rollout.surge(late) })) },
  { prop: 'readiness', give: cart((path) => ({ readiness: Probe.http(path) })) },
  { prop: 'mounts[0]', give: cart((path) => ({ mounts: [Mount.emptyDir(path)] })) },
  {
    prop: 'mounts[0]',
    give: cart((late) => ({ mounts: [Mount.secret('/keys', { name: late })] })),
  },
  {
    prop: 'operations.read',
    give: cart((late) => ({ operations: { read: Operation.safe(late) } })),
  },
  { prop: 'podLabels.team', give: cart((team) => ({ podLabels: { team } })) },
  { prop: 'port', give: store((port) => ({ port })) },
  { prop: 'pool', give: store((late) => ({ pool: Pool.perReplica(late) })) },
  {
    prop: 'tls',
    give: (chart, secret) =>
      void new MeshGateway(chart, 'door', { hosts: ['*'], tls: GatewayTls.secret(secret) }),
  },
  {
    prop: 'routes(/late).load',
    give: (chart, late) => {
      const door = new MeshGateway(chart, 'door', { hosts: ['*'], tls: GatewayTls.secret('tls') });
      const load = Load.perSecond(late, { latency: Duration.millis(7) });
      door.routes('/late', aService(chart, 'cart'), { load });
    },
  },
  {
    prop: 'namespace',
    give: (chart, namespace) => void aService(new Chart(chart, 'other', { namespace }), 'cart'),
  },
];

const image = { image: 'ghcr.io/acme/late:7' };

const WANT =
  'want a value that is known while the program runs; give the value itself, from configuration where it differs';

function errors(give: Place['give'], late: unknown): string {
  const app = new MeshApp({ log: () => undefined });
  give(new Chart(app, 'shop', { namespace: 'shop' }), late as Late);
  return app.errors().join('\n');
}

test.each(PLACES)('an Output is refused in $prop', ({ prop, give }) => {
  const told = errors(give, pulumi.output(7));
  expect(told).toContain(`MW0902 ${prop}: got a Pulumi Output, ${WANT}`);
});

test.each(PLACES)('so is its text in $prop', ({ prop, give }) => {
  const told = errors(give, asString(pulumi.output(7)));
  expect(told).toContain(`MW0902 ${prop}: got "<Output>", ${WANT}`);
});

const late = asString(pulumi.output('late'));

test.each<[string, string, (chart: Chart) => void]>([
  ['a name', 'id', (chart) => void aService(chart, late)],
  ['a variable', 'env', (chart) => void aService(chart, 'cart', { env: { [late]: 'x' } })],
  [
    'an annotation',
    'podAnnotations',
    (chart) => void aService(chart, 'cart', { podAnnotations: { [late]: 'x' } }),
  ],
  [
    'a version',
    `versions.${late}`,
    (chart) => void aService(chart, 'cart', { versions: { [late]: image } }),
  ],
  [
    'a port',
    'ports',
    (chart) => void aService(chart, 'cart', { ports: { [late]: Port.http(80) } }),
  ],
])('%s is not named by one', (_what, prop, give) => {
  expect(errors(give, undefined)).toContain(`MW0902 ${prop}: got "<Output>", ${WANT}`);
});
