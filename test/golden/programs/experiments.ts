import { Chart, Duration, type App } from 'cdk8s';
import {
  Experiment,
  Fault,
  Match,
  Mesh,
  Operation,
  ResilientService,
  Retries,
} from '../../../constructs';

/** Faults for one caller and for one user, in a mesh for tests. */
export function build(app: App): void {
  new Mesh(app, 'mesh', { environment: 'test' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
  });
  const reports = new ResilientService(shop, 'reports', {
    image: 'ghcr.io/acme/reports:1.1.0',
    port: 8080,
  });
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
    operations: { quote: Operation.safe('GET /quotes/{id}') },
  });
  orders.calls(payments.operations.quote, {
    timeout: Duration.seconds(2),
    retries: Retries.upTo(2),
  });
  reports.calls(payments.operations.quote);

  new Experiment(shop, 'failing-quotes', {
    on: payments.operations.quote,
    caller: orders,
    fault: Fault.abort(503, { percent: 50 }),
    expires: '2027-01-31',
  });
  new Experiment(shop, 'slow-quotes', {
    on: payments,
    caller: reports,
    when: Match.header('end-user').exactly('jason'),
    fault: Fault.delay(Duration.seconds(7)),
    expires: '2027-02-28',
  });
}
