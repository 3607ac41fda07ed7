import { Chart, type App } from 'cdk8s';
import { MeshNamespace, ResilientService } from '../../../constructs';

/** Two services, one call, and the namespace they are in. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace');

  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
  });
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
  });

  orders.calls(payments);
}
