import { Chart, Duration, type App } from 'cdk8s';
import {
  Failover,
  Load,
  Mesh,
  Operation,
  Port,
  Probe,
  Profile,
  ResilientService,
  Retries,
} from '../../../constructs';

/** One service that speaks gRPC to some and HTTP to others, and fails over from its new version to its old one. */
export function build(app: App): void {
  new Mesh(app, 'mesh', { istio: '1.31' });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const quotes = new ResilientService(shop, 'quotes', {
    ports: { grpc: Port.grpc(50_051), http: Port.http(8080) },
    readiness: Probe.grpc({ port: 50_051 }),
    versions: {
      v1: { image: 'ghcr.io/acme/quotes:1.8.0' },
      v2: { image: 'ghcr.io/acme/quotes:2.0.0' },
    },
    failover: Failover.fromVersion('v2'),
    operations: {
      get: Operation.safe('acme.Quotes/Get'),
      book: Operation.unsafe('acme.Quotes/Book'),
      page: Operation.safe('GET /quotes/{id}'),
    },
  });
  const booking = new ResilientService(shop, 'booking', {
    image: 'ghcr.io/acme/booking:1.0.0',
    port: 8080,
  });
  const web = new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:5.0.1', port: 8080 });
  const report = new ResilientService(shop, 'report', { image: 'ghcr.io/acme/report:1.0.0' });

  booking.calls(quotes.operations.get, {
    port: 'grpc',
    timeout: Duration.seconds(3),
    retries: Retries.upTo(2, { conditions: ['unavailable', 'resource-exhausted'] }),
  });
  booking.calls(quotes.operations.book, { port: 'grpc', timeout: Duration.seconds(5) });
  web.calls(quotes.operations.page, {
    port: 'http',
    load: Load.perSecond(70, { latency: Duration.millis(30) }),
  });
  web.calls(booking);
  report.calls(quotes.operations.page, { port: 'http', profile: Profile.batch() });
}
