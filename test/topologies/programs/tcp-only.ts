import { Chart, Duration, type App } from 'cdk8s';
import {
  Capacity,
  DataStore,
  OutlierDetection,
  Pool,
  Port,
  ResilientService,
  Scale,
} from '../../../constructs';

/** Connections and no requests: a broker of our own, and a data store of every kind. */
export function build(app: App): void {
  const feed = new Chart(app, 'feed', { namespace: 'feed' });

  const stores = [
    DataStore.postgres(feed, 'orders-db', { host: 'orders.db.internal' }),
    DataStore.mysql(feed, 'users-db', { host: 'users.db.internal' }),
    DataStore.mongo(feed, 'catalogue-db', { address: '10.20.30.41' }),
    DataStore.redis(feed, 'sessions', {
      host: 'sessions.cache.internal',
      endpoints: 3,
      outlierDetection: OutlierDetection.of({ consecutiveLocalOriginFailures: 3 }),
    }),
    DataStore.kafka(feed, 'events', { address: '10.20.30.43' }),
    DataStore.tcp(feed, 'archive', {
      address: '10.20.30.44',
      port: 9750,
      pool: Pool.perReplica(7),
    }),
  ];
  const broker = new ResilientService(feed, 'broker', {
    image: 'ghcr.io/acme/broker:2.5.0',
    port: Port.tcp(5672),
    scale: Scale.fixed(3),
    capacity: Capacity.perReplica(90),
    connection: { tcpKeepalive: { time: Duration.seconds(120), interval: Duration.seconds(30) } },
    drain: { longestConnection: Duration.seconds(45) },
  });
  const importer = new ResilientService(feed, 'importer', {
    image: 'ghcr.io/acme/importer:2.5.0',
  });

  for (const store of stores) importer.calls(store);
  importer.calls(broker, { pool: Pool.perReplica(20) });
}
