import { Chart, type App } from 'cdk8s';
import { Identity, ResilientService, ServiceReference } from '../../../constructs';

/** The caller's side of an edge whose callee another repository declares. */
export function build(app: App): void {
  const web = new Chart(app, 'web', { namespace: 'web' });
  const payments = ServiceReference.of(web, 'payments', {
    host: 'payments.shop.svc.cluster.local',
    port: 8080,
    identity: Identity.of('shop', 'payments'),
  });
  const orders = new ResilientService(web, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
  });
  orders.calls(payments);
}
