import { Chart, type App } from 'cdk8s';
import {
  Distribution,
  Failover,
  Operation,
  OutlierDetection,
  ResilientService,
  Retries,
  Scale,
} from '../../../constructs';

/** Pods in two regions: one service fails over from its own to the other, one is shared by weight, one keeps to zones. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const stock = new ResilientService(shop, 'stock', {
    image: 'ghcr.io/acme/stock:3.1.0',
    port: 8080,
    scale: Scale.fixed(6),
    operations: { count: Operation.safe('GET /stock/{id}') },
    failover: Failover.regions('eu-west', 'us-east'),
    outlierDetection: OutlierDetection.of({ consecutiveGatewayErrors: 3 }),
  });
  const images = new ResilientService(shop, 'images', {
    image: 'ghcr.io/acme/images:0.9.0',
    port: 8080,
    operations: { load: Operation.safe('GET /images/{id}') },
    distribution: Distribution.of({
      'eu-west/*': { 'eu-west/*': 90, 'us-east/*': 10 },
      'us-east/*': { 'us-east/*': 90, 'eu-west/*': 10 },
    }),
  });
  const carts = new ResilientService(shop, 'carts', {
    image: 'ghcr.io/acme/carts:2.2.0',
    port: 8080,
    scale: Scale.between(6, 18, { cpuPercent: 60 }),
    operations: { read: Operation.safe('GET /carts/{id}') },
    failover: Failover.zones('eu-west-1a', 'eu-west-1b', 'eu-west-1c'),
  });
  const web = new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:5.0.1', port: 8080 });

  web.calls(stock.operations.count, { retries: Retries.upTo(2, { retryRemoteLocalities: true }) });
  web.calls(images.operations.load);
  web.calls(carts.operations.read);
}
