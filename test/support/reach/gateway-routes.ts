import { isCoveredBy, mostSpecific } from './hosts';
import type { GatewayServer } from './istio';
import { nameOf, select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import type { HttpCall } from './requests';
import { isCatchAll } from './route-match';
import type { RouteSummary } from './route-summary';
import { configuredRoutes, firstMatch } from './routes';
import { boundVirtualServices, hostsOf } from './virtual-services';
import type { VirtualService } from './virtual-services';

/** A request that arrives at a Gateway; `port` is the number in its server. */
export interface GatewayCall extends HttpCall {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  /** Where the gateway's pods run; the Gateway's own namespace when unset. */
  readonly proxyNamespace?: string;
}

interface VirtualHost {
  readonly host: string;
  readonly vs: VirtualService;
}

/** The route of a request at a gateway; undefined where it answers 404. */
export function gatewayRoute(manifests: Manifests, call: GatewayCall): RouteSummary | undefined {
  const gateway = select(manifests, 'Gateway').find((one) => nameOf(one) === call.gateway);
  if (gateway === undefined) throw new Error(`no Gateway ${call.gateway}`);
  const servers = httpServers(gateway, call.port);
  const redirecting = servers.find(
    (server) => server.tls?.httpsRedirect && serverHosts(server).some(covers(call.host)),
  );
  if (redirecting !== undefined) return { name: 'https-redirect', destinations: [] };
  const proxy = {
    namespace: call.proxyNamespace ?? gateway.metadata.namespace,
    labels: gateway.spec.selector ?? {},
    gateway: call.gateway,
  };
  const listener = { proxy, port: call.port };
  const routed = boundVirtualServices(manifests, proxy).filter(
    (vs) => configuredRoutes(manifests, vs, listener).length > 0,
  );
  const hosts = virtualHosts(manifests, servers, routed);
  const name = mostSpecific(
    call.host,
    hosts.map(({ host }) => host),
  );
  const services = new Set(hosts.filter(({ host }) => host === name).map(({ vs }) => vs));
  const routes = [...services].flatMap((vs) => configuredRoutes(manifests, vs, listener));
  // What VirtualServices say for one host is joined, catch-all routes last
  // (istio: pilot/pkg/networking/core/route/route.go, SortVHostRoutes).
  const ordered = [false, true].flatMap((last) =>
    routes.filter(({ match }) => isCatchAll(match) === last),
  );
  return firstMatch(ordered, { ...call, authority: call.authority ?? call.host });
}

const HTTP_SERVERS = ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB', 'HTTPS'];

function httpServers(gateway: ResourceOf<'Gateway'>, port: number): readonly GatewayServer[] {
  return (gateway.spec.servers ?? [])
    .filter((server) => server.port.number === port)
    .filter(({ port: { protocol = '' }, tls }) => {
      const isPassthrough = tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH';
      return HTTP_SERVERS.includes(protocol.toUpperCase()) && !isPassthrough;
    })
    .map((server) => ({ ...server, hosts: ownNamespace(server, gateway.metadata.namespace) }));
}

// `./host` means the Gateway's own namespace (istio: pkg/config/gateway, sanitizeServerHostNamespace).
function ownNamespace(server: GatewayServer, namespace: string): readonly string[] {
  return server.hosts.map((host) => host.replace(/^\.\//, `${namespace}/`));
}

/**
 * Each host that a server and a VirtualService have in common, in the narrower spelling
 * (istio: pkg/config/host/names.go, NamesForNamespace and Intersection).
 */
function virtualHosts(
  manifests: Manifests,
  servers: readonly GatewayServer[],
  services: readonly VirtualService[],
): readonly VirtualHost[] {
  return servers.flatMap((server) =>
    services.flatMap((vs) =>
      serverHosts(server, vs.metadata.namespace).flatMap((offered) =>
        hostsOf(manifests, vs).flatMap((host) => {
          if (isCoveredBy(offered, host)) return [{ host: offered, vs }];
          return isCoveredBy(host, offered) ? [{ host, vs }] : [];
        }),
      ),
    ),
  );
}

/** The hosts of a server, or of them those that a namespace may bind to. */
function serverHosts(server: GatewayServer, namespace?: string): readonly string[] {
  return server.hosts.flatMap((text) => {
    const [scope = '', name] = text.split('/');
    if (name === undefined) return [scope];
    const isOpen = namespace === undefined || scope === '*' || scope === namespace;
    return isOpen ? [name] : [];
  });
}

function covers(host: string): (name: string) => boolean {
  return (name) => isCoveredBy(host, name);
}
