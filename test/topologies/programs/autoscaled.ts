import { Chart, Duration, type App } from 'cdk8s';
import {
  Capacity,
  Failover,
  Load,
  LoadBalancing,
  Operation,
  ResilientService,
  RetryBudget,
  Rollout,
  Scale,
  Warmup,
} from '../../../constructs';

/** Autoscalers on both ends of a call: shares, percentages and the expected load hold at all of their bounds. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const search = new ResilientService(shop, 'search', {
    image: 'ghcr.io/acme/search:8.0.0',
    port: 8080,
    scale: Scale.between(4, 40, { cpuPercent: 60 }),
    operations: { query: Operation.safe('GET /search') },
    capacity: Capacity.perReplica(300, { connections: 150, pendingRequests: 60 }),
    failover: Failover.zones('eu-1a', 'eu-1b', 'eu-1c'),
    loadBalancing: LoadBalancing.leastRequest({
      warmup: Warmup.over(Duration.minutes(1), { minimumPercent: 5 }),
    }),
    connection: { maxConnectionDuration: Duration.minutes(10) },
    retryBudget: RetryBudget.percent(10),
    rollout: Rollout.surge('20%'),
    startsWithin: Duration.seconds(90),
  });
  const web = new ResilientService(shop, 'web', {
    image: 'ghcr.io/acme/web:5.0.1',
    port: 8080,
    scale: Scale.between(3, 20, { cpuPercent: 70, memoryPercent: 80 }),
  });

  web.calls(search.operations.query, {
    timeout: Duration.seconds(2),
    load: Load.perSecond(900, { latency: Duration.millis(120) }),
  });
}
