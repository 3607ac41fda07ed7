import { Chart, Duration, type App } from 'cdk8s';
import { Operation, ResilientService, Retries } from '../../../constructs';

/** Operations that differ in what repeating them would do, and the retries that each can stand. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
  });
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
    operations: {
      quote: Operation.safe('GET /quotes/{id}'),
      charge: Operation.keyed('POST /charges', { keyHeader: 'Idempotency-Key' }),
      refund: Operation.unsafe('POST /refunds'),
    },
  });

  orders.calls(payments.operations.quote);
  orders.calls(payments.operations.charge, {
    timeout: Duration.seconds(2),
    retries: Retries.upTo(2),
  });
  orders.calls(payments.operations.refund, { timeout: Duration.seconds(5) });
}
