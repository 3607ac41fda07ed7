import { isExported, mostSpecific, serviceHost } from './hosts';
import { oncePer, select } from './manifests';
import type { Manifests } from './manifests';
import { protocolNamed, protocolOf } from './protocols';
import type { Protocol } from './protocols';

/** A host that the mesh knows, from a Service or a ServiceEntry. */
export interface RegisteredHost {
  readonly host: string;
  readonly namespace: string;
  readonly exportTo: readonly string[];
  readonly ports: readonly { readonly number: number; readonly protocol: Protocol }[];
}

/** Where a client wants to go. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const listHosts = oncePer((manifests): readonly RegisteredHost[] => [
  ...serviceHosts(manifests),
  ...serviceEntryHosts(manifests),
]);

/**
 * The registrations under which a namespace may see an endpoint: those of the most specific
 * name, exact before wildcard.
 */
export function findHosts(
  manifests: Manifests,
  namespace: string,
  endpoint: Endpoint,
): readonly RegisteredHost[] {
  const seen = listHosts(manifests).filter(
    (entry) =>
      isExported(entry.exportTo, entry.namespace, namespace) &&
      entry.ports.some(({ number }) => number === endpoint.port),
  );
  const name = mostSpecific(
    endpoint.host,
    seen.map(({ host }) => host),
  );
  return seen.filter(({ host }) => host === name);
}

function serviceHosts(manifests: Manifests): readonly RegisteredHost[] {
  return select(manifests, 'Service').map(({ metadata, spec }) => ({
    host: serviceHost(manifests, metadata.name, metadata.namespace),
    namespace: metadata.namespace,
    exportTo: exportAnnotation(metadata.annotations?.['networking.istio.io/exportTo']),
    ports: (spec.ports ?? []).map((port) => ({ number: port.port, protocol: protocolOf(port) })),
  }));
}

function serviceEntryHosts(manifests: Manifests): readonly RegisteredHost[] {
  return select(manifests, 'ServiceEntry').flatMap(({ metadata, spec }) =>
    spec.hosts.map((host) => ({
      host,
      namespace: metadata.namespace,
      exportTo: spec.exportTo ?? [],
      ports: (spec.ports ?? []).map(({ number, protocol }) => ({
        number,
        protocol: protocolNamed(protocol ?? ''),
      })),
    })),
  );
}

function exportAnnotation(value: string | undefined): readonly string[] {
  return value ? value.split(',').map((namespace) => namespace.trim()) : [];
}
