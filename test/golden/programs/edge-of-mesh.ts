import { Chart, Duration, type App } from 'cdk8s';
import {
  DataStore,
  ExternalService,
  GatewayTls,
  MeshGateway,
  Operation,
  Pool,
  ResilientService,
  Tls,
} from '../../../constructs';

/** What is not in the cluster, and the front door. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const ledger = DataStore.postgres(shop, 'ledger', { host: 'ledger.db.internal' });
  const sessions = DataStore.redis(shop, 'sessions', { address: '10.20.30.40' });
  const cards = new ExternalService(shop, 'cards', {
    host: 'api.cards.example',
    tls: Tls.originate(),
  });

  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
    operations: { track: Operation.safe('GET /orders/{id}') },
    env: { SESSION_ADDR: sessions.address() },
  });
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
  });

  orders.calls(payments);
  orders.calls(sessions);
  payments.calls(ledger, { pool: Pool.perReplica(10) });
  payments.calls(cards, { timeout: Duration.seconds(3) });

  const web = new MeshGateway(shop, 'web', {
    hosts: ['shop.example.com'],
    tls: GatewayTls.secret('shop-cert'),
  });
  web.routes('/checkout', orders, { timeout: Duration.seconds(8), methods: ['POST'] });
  web.exposes(orders.operations.track);
}
