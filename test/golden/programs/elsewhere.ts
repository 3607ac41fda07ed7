import { Chart, Duration, type App } from 'cdk8s';
import {
  Caller,
  Identity,
  Operation,
  ResilientService,
  ServiceReference,
} from '../../../constructs';

/** An edge whose ends two repositories declare: each chart stands for one of them, and knows nothing of the other. */
export function build(app: App): void {
  buildCaller(new Chart(app, 'web', { namespace: 'web' }));
  buildCallee(new Chart(app, 'shop', { namespace: 'shop' }));
}

function buildCaller(web: Chart): void {
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

function buildCallee(shop: Chart): void {
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
    operations: {
      charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
      refund: Operation.unsafe('POST /refunds'),
    },
  });
  payments.permits(Caller.identity('web', 'orders'), {
    operations: [payments.operations.charge],
    timeout: Duration.seconds(2),
  });
}
