import type { IGateway } from '@kubernetes-models/istio/networking.istio.io/v1/Gateway' with {
  'resolution-mode': 'import',
};
import type { IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService' with {
  'resolution-mode': 'import',
};
import { renderRoute } from '../traffic/render-routes';
import { PLAIN_PORT } from './gateway-tls';
import type { GatewayPlan } from './plan';

type Spec<T extends { spec?: unknown }> = NonNullable<T['spec']>;
type Server = NonNullable<Spec<IGateway>['servers']>[number];

/** The listener of a gateway workload. */
export function renderGateway(plan: GatewayPlan): Spec<IGateway> {
  const { selector, hosts, port, secret, name } = plan;
  // routes of other namespaces cannot claim our hosts
  const ours = hosts.map((host) => `./${host}`);
  const plain = (number: number): Server => ({
    port: { number, name: `http-${name}`, protocol: 'HTTP' },
    hosts: ours,
  });
  const servers: Server[] =
    secret === undefined
      ? [plain(port)]
      : [
          { ...plain(PLAIN_PORT), tls: { httpsRedirect: true } },
          {
            port: { number: port, name: `https-${name}`, protocol: 'HTTPS' },
            hosts: ours,
            tls: { mode: 'SIMPLE', credentialName: secret, minProtocolVersion: 'TLSV1_2' },
          },
        ];
  return { selector: { ...selector }, servers };
}

/** The routes behind a gateway. */
export function renderGatewayRoutes(plan: GatewayPlan): Spec<IVirtualService> {
  return {
    hosts: [...plan.hosts],
    gateways: [`${plan.namespace}/${plan.name}`],
    http: plan.routes.map(renderRoute),
  };
}
