import { Chart, Duration, type App } from 'cdk8s';
import {
  Mesh,
  MeshNamespace,
  Operation,
  OutlierDetection,
  Pool,
  Profile,
  ResilientService,
  Retries,
} from '../../../constructs';

/** Three namespaces with profiles of their own, and callers across them of which one has a policy for itself. */
export function build(app: App): void {
  new Mesh(app, 'mesh', { profile: Profile.interactive() });
  const [bank, shop, office] = ['bank', 'shop', 'office'].map(
    (namespace) => new Chart(app, namespace, { namespace }),
  ) as [Chart, Chart, Chart];
  new MeshNamespace(bank, 'namespace', { profile: Profile.critical() });
  new MeshNamespace(shop, 'namespace');
  new MeshNamespace(office, 'namespace', { profile: Profile.batch() });

  const accounts = new ResilientService(bank, 'accounts', {
    port: 8080,
    operations: {
      read: Operation.safe('GET /accounts/{id}'),
      book: Operation.keyed('POST /bookings', { keyHeader: 'idempotency-key' }),
    },
    versions: {
      v1: { image: 'ghcr.io/acme/accounts:1.0.0', weight: 95 },
      v2: { image: 'ghcr.io/acme/accounts:2.0.0', weight: 5 },
    },
  });
  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
  });
  const web = new ResilientService(shop, 'web', { image: 'ghcr.io/acme/web:5.0.1', port: 8080 });
  const statements = new ResilientService(office, 'statements', {
    image: 'ghcr.io/acme/statements:1.1.0',
    port: 8080,
  });

  web.calls(orders);
  web.calls(accounts.operations.read);
  orders.calls(accounts.operations.book, {
    timeout: Duration.seconds(3),
    retries: Retries.upTo(1),
    outlierDetection: OutlierDetection.of({ consecutive5xxErrors: 7 }),
    pool: Pool.perReplica(30),
  });
  statements.calls(accounts.operations.read, { profile: Profile.batch() });
}
