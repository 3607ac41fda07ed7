import { Chart, Duration, type App } from 'cdk8s';
import { Caller, Operation, ResilientService } from '../../../constructs';

/** The callee's side of an edge whose caller another repository declares. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
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
