import { Chart, type App } from 'cdk8s';
import {
  Caller,
  ExternalService,
  MutualTls,
  OutlierDetection,
  PodHardening,
  ResilientService,
  Tls,
} from '../../../constructs';

/** Safe defaults that are given up, each with its reason. */
export function build(app: App): void {
  const shop = new Chart(app, 'shop', { namespace: 'shop' });

  const rates = new ExternalService(shop, 'rates', {
    host: 'rates.example.com',
    tls: Tls.none('the provider serves public rates without TLS'),
  });
  const legacy = new ResilientService(shop, 'legacy', {
    image: 'ghcr.io/acme/legacy:7',
    port: 8080,
    mtls: MutualTls.permissive('two callers outside the mesh until they are migrated'),
    outlierDetection: OutlierDetection.off('answers 500 to requests that are wrong'),
    pod: [
      PodHardening.writableRoot('writes its PID file to /run'),
      PodHardening.capability('NET_BIND_SERVICE', 'its syslog receiver binds port 514'),
    ],
  });

  legacy.calls(rates);
  legacy.permits(Caller.withoutSidecar('batch', { app: 'importer' }));
}
