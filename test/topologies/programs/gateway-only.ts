import { Chart, Duration, type App } from 'cdk8s';
import {
  GatewayTls,
  MeshGateway,
  Operation,
  ResilientService,
  Retries,
  Split,
} from '../../../constructs';

/** A service that nobody calls but the gateway, whose versions share by cookie, and an old version on its way out. */
export function build(app: App): void {
  const site = new Chart(app, 'site', { namespace: 'site' });

  const web = new ResilientService(site, 'web', {
    port: 8080,
    operations: {
      page: Operation.safe('GET /pages/{id}'),
      sign: Operation.unsafe('POST /guestbook'),
    },
    versions: {
      v1: { image: 'ghcr.io/acme/site:1.0.0', retiring: true },
      v2: { image: 'ghcr.io/acme/site:2.0.0', weight: 70 },
      v3: { image: 'ghcr.io/acme/site:3.0.0', weight: 30 },
    },
    split: Split.byCookie('site-version', Duration.hours(1)),
  });

  const door = new MeshGateway(site, 'door', {
    hosts: ['site.example.com', '*.site.example.com'],
    tls: GatewayTls.secret('site-cert'),
  });
  door.exposes(web.operations.page, {
    timeout: Duration.seconds(3),
    retries: Retries.upTo(1, { conditions: ['reset', 'gateway-error'] }),
  });
  door.exposes(web.operations.sign, { timeout: Duration.seconds(5) });
}
