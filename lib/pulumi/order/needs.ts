import { groupOf, listOf, fieldOf, textOf, textsOf, type Manifest } from '../manifest';
import { qualifiedHost, qualify, type ObjectIndex } from './object-index';
import { neededBy, podsOf } from './pod';

/** What must be there before `manifest`, for reasons that the objects themselves tell. */
export function needsOf(
  manifest: Manifest,
  index: ObjectIndex,
  manifests: readonly Manifest[],
): readonly number[] {
  return [
    ...placeOf(manifest, index),
    ...(podsOf(manifest) === undefined ? [] : podNeeds(manifest, index)),
    ...(waitsForEndpoints(manifest) ? endpointNeeds(manifest, index) : []),
    ...(manifest.kind === 'VirtualService' ? routeNeeds(manifest, index, manifests) : []),
    ...(manifest.kind === 'DestinationRule' ? ruleNeeds(manifest, index, manifests) : []),
  ];
}

/** The namespace that an object is in, and the definition of its kind. */
function placeOf({ apiVersion, kind, metadata }: Manifest, index: ObjectIndex): readonly number[] {
  return [
    metadata.namespace === undefined ? undefined : index.find('Namespace', '', metadata.namespace),
    index.definition(groupOf({ apiVersion }), kind),
  ].filter((need) => need !== undefined);
}

function podNeeds(manifest: Manifest, index: ObjectIndex): readonly number[] {
  const pods = podsOf(manifest);
  if (pods === undefined) return [];
  const namespace = manifest.metadata.namespace ?? '';
  const named = neededBy(pods).flatMap((reference) => {
    const [kind = '', name = ''] = reference.split('/');
    return index.find(kind, namespace, name) ?? [];
  });
  return [...named, ...index.policies(namespace, pods.labels)];
}

/**
 * Whether the provider waits until the Service has a ready endpoint.
 *
 * @see https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/await/service.go
 */
export function waitsForEndpoints({ kind, apiVersion, metadata, spec }: Manifest): boolean {
  const selector = textsOf(spec, 'selector') ?? {};
  return (
    kind === 'Service' &&
    apiVersion === 'v1' &&
    Object.keys(selector).length > 0 &&
    textOf(spec, 'type') !== 'ExternalName' &&
    textOf(spec, 'clusterIP') !== 'None' &&
    metadata.annotations?.['pulumi.com/skipAwait'] !== 'true'
  );
}

/**
 * The workloads behind a Service that waits for them. It would wait at once, too, but a few of those take every place
 * in which the workloads could be made.
 */
export function endpointNeeds({ metadata, spec }: Manifest, index: ObjectIndex): readonly number[] {
  return index.workloads(metadata.namespace ?? '', textsOf(spec, 'selector'));
}

interface Subset {
  readonly host: string;
  readonly name: string;
}

/** The rules that define the subsets of a route, and the pods of those subsets: a route to neither answers 503. */
function routeNeeds(
  manifest: Manifest,
  index: ObjectIndex,
  manifests: readonly Manifest[],
): readonly number[] {
  return subsetsOf(manifest).flatMap(({ host, name }) =>
    index.rules(host).flatMap((rule) => {
      const subset = listOf(manifests[rule], 'spec', 'subsets').find(
        (each) => textOf(each, 'name') === name,
      );
      if (subset === undefined) return [];
      return [rule, ...subsetWorkloads(host, textsOf(subset, 'labels'), { index, manifests })];
    }),
  );
}

function subsetWorkloads(
  host: string,
  labels: Readonly<Record<string, string>> | undefined,
  { index, manifests }: { index: ObjectIndex; manifests: readonly Manifest[] },
): readonly number[] {
  const [name = '', namespace = ''] = host.split('.');
  const service = index.find('Service', namespace, name);
  if (service === undefined) return [];
  const selector = textsOf(manifests[service], 'spec', 'selector');
  return index.workloads(namespace, { ...selector, ...labels });
}

/**
 * For a rule that selects pods, the rules of its host for the other pods of its namespace: Istio looks no further than
 * the first namespace that has a rule for the host, so with this one alone they would have none.
 */
function ruleNeeds(
  manifest: Manifest,
  index: ObjectIndex,
  manifests: readonly Manifest[],
): readonly number[] {
  if (!selectsPods(manifest)) return [];
  return index.rules(qualifiedHost(manifest, 'spec', 'host')).filter((rule) => {
    const other = manifests[rule];
    return other?.metadata.namespace === manifest.metadata.namespace && !selectsPods(other);
  });
}

function selectsPods(manifest: Manifest | undefined): boolean {
  return fieldOf(manifest, 'spec', 'workloadSelector') !== undefined;
}

/** Every subset that a VirtualService routes to, each once. */
function subsetsOf(manifest: Manifest): readonly Subset[] {
  const routes = ['http', 'tcp', 'tls'].flatMap((kind) => listOf(manifest, 'spec', kind));
  const destinations = routes.flatMap((route) => [
    ...listOf(route, 'route').map((share) => fieldOf(share, 'destination')),
    ...listOf(route, 'mirrors').map((mirror) => fieldOf(mirror, 'destination')),
    fieldOf(route, 'mirror'),
  ]);
  const subsets = destinations.flatMap((destination) => {
    const [host, name] = [textOf(destination, 'host'), textOf(destination, 'subset')];
    return host === undefined || name === undefined
      ? []
      : [{ host: qualify(host, manifest), name }];
  });
  return [...new Map(subsets.map((subset) => [`${subset.host} ${subset.name}`, subset])).values()];
}
