import { Chart, Duration, Size, type App } from 'cdk8s';
import { Mount, Port, Probe, ResilientService, Scale, Workload } from '../../../constructs';

/** Pods with names and volumes of their own, and pods that end. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const stock = new ResilientService(shop, 'stock', {
    image: 'ghcr.io/acme/stock:3.1.0',
    ports: { http: Port.http(8080), feed: Port.tcp(7000) },
    workload: Workload.stateful({
      claims: { data: { mountPath: '/var/lib/stock', size: Size.gibibytes(11) } },
    }),
    scale: Scale.fixed(2),
    readiness: Probe.http('/ready', { port: 8080, period: Duration.seconds(5) }),
    user: 10_001,
    mounts: [Mount.emptyDir('/tmp')],
  });
  const recount = new ResilientService(shop, 'recount', {
    image: 'ghcr.io/acme/recount:3.1.0',
    workload: Workload.job({ backoffLimit: 2 }),
  });

  stock.calls(stock, { port: 'http', timeout: Duration.seconds(3) });
  recount.calls(stock, { port: 'http', timeout: Duration.seconds(7) });
  recount.calls(stock, { port: 'feed' });
}
