import { Chart, Duration, type App } from 'cdk8s';
import {
  LoadBalancing,
  Match,
  Mirror,
  Operation,
  Profile,
  ResilientService,
  Warmup,
} from '../../../constructs';

/** Two ways to one service, of which one is shared among versions and a third version gets copies. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const users = new ResilientService(shop, 'users', {
    image: 'ghcr.io/acme/users:4.2.0',
    port: 8080,
    operations: { find: Operation.safe('GET /users/{id}') },
    profile: Profile.critical(),
    loadBalancing: LoadBalancing.leastRequest({ warmup: Warmup.over(Duration.seconds(45)) }),
  });
  const offers = new ResilientService(shop, 'offers', {
    port: 8080,
    operations: { list: Operation.safe('GET /offers') },
    versions: {
      v1: { image: 'ghcr.io/acme/offers:1.9.3', weight: 80 },
      v2: { image: 'ghcr.io/acme/offers:2.0.0', weight: 20 },
      v3: {
        image: 'ghcr.io/acme/offers:3.0.0-rc.1',
        when: Match.header('x-tester').exactly('yes'),
      },
    },
    mirror: Mirror.repeatable('v3', { percent: 10 }),
  });
  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
    operations: { place: Operation.keyed('POST /orders', { keyHeader: 'idempotency-key' }) },
  });
  const web = new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:5.0.1', port: 8080 });

  offers.calls(users.operations.find);
  orders.calls(users.operations.find);
  web.calls(offers.operations.list);
  web.calls(orders.operations.place, { timeout: Duration.seconds(4) });
}
