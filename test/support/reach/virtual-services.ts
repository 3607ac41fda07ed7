import { mostSpecific, overlaps, qualify } from './hosts';
import { select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import { egressListener, isImported } from './sidecar';
import type { Caller } from './sidecar';

export const MESH = 'mesh';

export type VirtualService = ResourceOf<'VirtualService'>;

/** The proxy for which routes are computed: a sidecar, or a gateway by `namespace/name`. */
export interface Proxy extends Caller {
  readonly gateway: string;
}

/** The VirtualServices bound to the proxy's gateway and exported to it, first come first. */
export function boundVirtualServices(
  manifests: Manifests,
  proxy: Proxy,
): readonly VirtualService[] {
  const bound = select(manifests, 'VirtualService').filter(({ metadata, spec }) => {
    const { gateways = [] } = spec;
    const names = gateways.length === 0 ? [MESH] : gateways;
    return names.some((name) => resolveGateway(name, metadata.namespace) === proxy.gateway);
  });
  return [0, 1, 2].flatMap((rank) => bound.filter((vs) => exportRank(vs, proxy) === rank));
}

/** Of these, the ones that the sidecar imports on a port. */
export function importedVirtualServices(
  manifests: Manifests,
  caller: Caller,
  port: number,
): readonly VirtualService[] {
  const listener = egressListener(manifests, caller, port);
  if (listener === undefined) return [];
  return boundVirtualServices(manifests, { ...caller, gateway: MESH }).filter((vs) =>
    hostsOf(manifests, vs).some((host) =>
      isImported(
        listener,
        { namespace: vs.metadata.namespace, host, covers: overlaps },
        caller.namespace,
      ),
    ),
  );
}

/**
 * The VirtualServices that configure a host: all that name it, else the first with the most
 * specific wildcard (istio: pilot/pkg/networking/core/route/route.go,
 * separateVSHostsAndServices). Nothing is merged: the first that has a route wins.
 */
export function configuring(
  manifests: Manifests,
  candidates: readonly VirtualService[],
  host: string,
): readonly VirtualService[] {
  const names = candidates.flatMap((vs) => hostsOf(manifests, vs));
  const name = mostSpecific(host, names);
  const named = candidates.filter((vs) => hostsOf(manifests, vs).some((one) => one === name));
  return name === host ? named : named.slice(0, 1);
}

export function hostsOf(manifests: Manifests, vs: VirtualService): readonly string[] {
  return vs.spec.hosts.map((host) => qualify(manifests, host, vs.metadata.namespace));
}

/** istio: pilot/pkg/model/config.go, resolveGatewayName. */
export function resolveGateway(name: string, namespace: string): string {
  if (name === MESH) return name;
  if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
  if (name.includes('/')) return name;
  const [short = name, owner = namespace] = name.split('.');
  return `${owner}/${short}`;
}

// Private before exported before public
// (istio: pilot/pkg/model/push_context.go, initVirtualServices and VirtualServicesForGateway).
function exportRank({ metadata, spec }: VirtualService, viewer: Caller): number | undefined {
  const { exportTo = [] } = spec;
  if (exportTo.length === 0 || exportTo.includes('*')) return 2;
  if (exportTo.includes('~')) return undefined;
  const names = exportTo.map((name) => (name === '.' ? metadata.namespace : name));
  if (!names.includes(viewer.namespace)) return undefined;
  return metadata.namespace === viewer.namespace ? 0 : 1;
}
