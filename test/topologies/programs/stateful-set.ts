import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  Capacity,
  LoadBalancing,
  HashTable,
  Operation,
  Port,
  Probe,
  ResilientService,
  Rollout,
  Scale,
  Workload,
} from '../../../constructs';

/** Pods that keep data: the same key goes to the same pod, and they talk to each other. */
export function build(app: App): void {
  const data = new Chart(app, 'data', { namespace: 'data' });

  const store = new ResilientService(data, 'store', {
    image: 'ghcr.io/acme/store:6.0.0',
    ports: { api: Port.http(8080), peers: Port.tcp(7000) },
    workload: Workload.stateful({
      claims: { data: { mountPath: '/var/lib/store', size: Size.gibibytes(11) } },
    }),
    scale: Scale.fixed(5),
    rollout: Rollout.partition(3),
    startsWithin: Duration.minutes(2),
    readiness: Probe.http('/ready', { port: 8080, period: Duration.seconds(5) }),
    operations: {
      get: Operation.safe('GET /keys/{key}'),
      put: Operation.idempotent('PUT /keys/{key}'),
    },
    loadBalancing: LoadBalancing.byHeader('x-key', { table: HashTable.maglev() }),
    capacity: Capacity.perReplica(200),
    drain: { longestConnection: Duration.seconds(20) },
  });
  const reader = new ResilientService(data, 'reader', {
    image: 'ghcr.io/acme/reader:6.0.0',
  });

  store.calls(store, { port: 'peers' });
  reader.calls(store.operations.get, { port: 'api' });
  reader.calls(store.operations.put, { port: 'api' });
}
