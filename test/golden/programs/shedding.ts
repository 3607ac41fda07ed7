import { Chart, Duration, type App } from 'cdk8s';
import {
  AdaptiveConcurrency,
  AdmissionControl,
  Operation,
  Port,
  RateLimit,
  ResilientService,
} from '../../../constructs';

/** Services that refuse what they cannot serve: by rate, by failure and by latency. */
export function build(app: App): void {
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
    ports: { web: Port.http(80, { targetPort: 8080 }) },
    operations: {
      quote: Operation.safe('GET /quotes/{id}'),
      charge: Operation.unsafe('POST /charges'),
    },
    rateLimits: [
      RateLimit.perReplica(50, { burst: 100 }),
      RateLimit.perReplica(7, { interval: Duration.seconds(10), operation: 'charge' }),
      RateLimit.perReplica(13, { interval: Duration.seconds(10), caller: reports }),
      RateLimit.perReplica(3, {
        interval: Duration.seconds(10),
        operation: 'charge',
        caller: reports,
      }),
    ],
    streamIdleTimeout: Duration.seconds(11),
  });
  const ledger = new ResilientService(shop, 'ledger', {
    image: 'ghcr.io/acme/ledger:3.0.1',
    port: 8080,
    admissionControl: AdmissionControl.of(),
  });
  const search = new ResilientService(shop, 'search', {
    image: 'ghcr.io/acme/search:1.9.0',
    port: 8080,
    adaptiveConcurrency: AdaptiveConcurrency.fixed(Duration.millis(20), { maxConcurrency: 200 }),
  });
  const images = new ResilientService(shop, 'images', {
    image: 'ghcr.io/acme/images:0.9.4',
    port: 8080,
    adaptiveConcurrency: AdaptiveConcurrency.measured(),
  });

  orders.calls(payments.operations.quote);
  orders.calls(payments.operations.charge);
  reports.calls(payments.operations.charge);
  payments.calls(ledger);
  orders.calls(search);
  search.calls(images);
}
