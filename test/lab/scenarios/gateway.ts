import type { Chart } from 'cdk8s';
import { GatewayTls, MeshGateway, MeshNamespace, Operation } from '../../../constructs';
import { certificateOf } from '../world/certificate';
import { send, sendTls } from '../world/client';
import { certificateSecret, GATEWAY_PORTS } from '../world/gateway';
import { changingRoutes } from './mutations';
import type { Play, Scenario } from './scenario';
import { PATIENT, service } from './service';

const HOST = 'shop.example.com';
const SECRET = 'shop-cert';

function declare(chart: Chart): void {
  new MeshNamespace(chart, 'namespace');
  const orders = service(chart, 'orders', {
    operations: {
      track: Operation.safe('GET /orders/{id}'),
      purge: Operation.idempotent('DELETE /orders/{id}'),
    },
  });
  const web = new MeshGateway(chart, 'web', {
    hosts: [HOST],
    tls: GatewayTls.secret(SECRET),
  });
  web.exposes(orders.operations.track);
  web.routes('/checkout', orders, { methods: ['POST'], timeout: PATIENT });
}

async function run({ stage, predictions, rows, theatre }: Play): Promise<void> {
  const certificate = await certificateOf(HOST);
  const { namespace } = theatre.mesh.istiod;
  await stage.apply([certificateSecret(SECRET, namespace, certificate)]);
  const address = await stage.addGateway();
  const ask = (host: string, method: string, path: string) =>
    sendTls(address, { host, port: GATEWAY_PORTS.https, method, path }, certificate.cert);

  let expectedArrivals = 0;
  for (const [words, method, path] of [
    ['an exposed operation', 'GET', '/orders/7'],
    ['a path that is let in, with its method', 'POST', '/checkout'],
    ['… with another method', 'GET', '/checkout'],
    ['an operation that is not exposed', 'DELETE', '/orders/7'],
    ['a path that nobody declares', 'GET', '/admin'],
  ] as const) {
    const { status, tries } = predictions.outcome({ from: 'web', to: 'orders' }, { method, path });
    rows.exactly(words, status, (await ask(HOST, method, path)).status);
    expectedArrivals += tries.length;
  }
  rows.exactly('of these, arrives at orders', expectedArrivals, stage.arrivals('orders').length);
  rows.exactly('another host', 0, (await ask('other.example.com', 'GET', '/orders/7')).status);
  const plain = await send(address, { host: HOST, port: GATEWAY_PORTS.http, path: '/orders/7' });
  rows.exactly('plain HTTP is redirected', 301, plain.status);
  rows.exactly(
    '… to',
    `https://${HOST}:${GATEWAY_PORTS.http}/orders/7`,
    String(plain.headers.location),
  );
}

/** What comes in from outside. */
export const gateway: Scenario = {
  name: 'gateway',
  title: 'Hosts, paths and TLS at the gateway',
  declare,
  pods: [{ of: 'orders', isProxied: true }],
  run,
  mutation: {
    weakens: 'the gateway lets every path and method in',
    apply: changingRoutes(({ match: _, ...route }) => route),
  },
};
