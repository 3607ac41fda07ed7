import { Chart, type App } from 'cdk8s';
import { Mesh, MeshNamespace, Prometheus, ResilientService, Tracing } from '../../../constructs';

/** Metrics and alerts for the Prometheus operator, traces for a collector, and a namespace that enforces. */
export function build(app: App): void {
  new Mesh(app, 'mesh', {
    redirection: 'cni',
    prometheus: Prometheus.operator({ namespace: 'observability', labels: { release: 'stack' } }),
    tracing: Tracing.provider('otel', {
      host: 'otel-collector.observability.svc.cluster.local',
      port: 4317,
      samplingPercent: 5,
    }),
  });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'namespace');

  const orders = new ResilientService(shop, 'orders', {
    image: 'ghcr.io/acme/orders:2.0.0',
    port: 8080,
    metrics: { port: 9464 },
  });
  const payments = new ResilientService(shop, 'payments', {
    image: 'ghcr.io/acme/payments:1.4.2',
    port: 8080,
  });

  orders.calls(payments);
}
