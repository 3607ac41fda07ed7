import { groupBy } from '../../values/group-by';
import { selects, textOf, textsOf, type Manifest } from '../manifest';
import { podsOf } from './pod';

type Labels = Readonly<Record<string, string>>;

/** What order is decided by: the objects of one deployment, found by what others know of them. */
export interface ObjectIndex {
  /** The object of the core group with this kind, namespace and name. */
  find(kind: string, namespace: string, name: string): number | undefined;
  /** The definition of a custom resource. */
  definition(group: string, kind: string): number | undefined;
  /** What makes pods with these labels. */
  workloads(namespace: string, selector: Labels | undefined): readonly number[];
  /** What selects pods with these labels to protect or configure their proxies. */
  policies(namespace: string, labels: Labels): readonly number[];
  /** DestinationRules for `host`. */
  rules(host: string): readonly number[];
}

// Their absence while pods start would leave a door open, or a proxy without its scope.
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  AuthorizationPolicy: ['spec', 'selector', 'matchLabels'],
  EnvoyFilter: ['spec', 'workloadSelector', 'labels'],
  NetworkPolicy: ['spec', 'podSelector', 'matchLabels'],
  PeerAuthentication: ['spec', 'selector', 'matchLabels'],
  RequestAuthentication: ['spec', 'selector', 'matchLabels'],
  Sidecar: ['spec', 'workloadSelector', 'labels'],
  Telemetry: ['spec', 'selector', 'matchLabels'],
};

/** The index of `manifests`; built once, in time linear in their number. */
export function indexObjects(manifests: readonly Manifest[]): ObjectIndex {
  const byName = new Map<string, number>();
  const definitions = new Map<string, number>();
  const selected: Entry[] = [];
  const selecting: Entry[] = [];
  manifests.forEach((manifest, index) => {
    const { apiVersion, kind, metadata } = manifest;
    const namespace = metadata.namespace ?? '';
    // cdk8s gives every object the chart's namespace, also what belongs to none
    const place = kind === 'Namespace' ? '' : namespace;
    // others have kinds of the same name, such as Knative its Service
    if (apiVersion === 'v1') byName.set(`${kind}/${place}/${metadata.name}`, index);
    if (kind === 'CustomResourceDefinition') {
      const [group, name] = [
        textOf(manifest, 'spec', 'group'),
        textOf(manifest, 'spec', 'names', 'kind'),
      ];
      definitions.set(`${group}/${name}`, index);
    }
    const pods = podsOf(manifest);
    if (pods) selected.push({ index, namespace, labels: pods.labels });
    const path = SELECTORS[kind];
    const selector = path && textsOf(manifest, ...path);
    if (selector) selecting.push({ index, namespace, labels: selector });
  });
  return {
    find: (kind, namespace, name) => byName.get(`${kind}/${namespace}/${name}`),
    definition: (group, kind) => definitions.get(`${group}/${kind}`),
    ...selections(selected, selecting),
    rules: rulesByHost(manifests),
  };
}

interface Entry {
  readonly index: number;
  readonly namespace: string;
  readonly labels: Labels;
}

/** Looks only at what shares one label, so that a thousand services in one namespace are no million comparisons. */
function selections(
  selected: readonly Entry[],
  selecting: readonly Entry[],
): Pick<ObjectIndex, 'workloads' | 'policies'> {
  const byLabel = new Map<string, Entry[]>();
  for (const entry of selected) {
    for (const key of keysOf(entry)) byLabel.set(key, [...(byLabel.get(key) ?? []), entry]);
  }
  const byFirst = groupBy(selecting, (entry) => keysOf(entry)[0] ?? '');
  return {
    workloads: (namespace, selector = {}) =>
      (byLabel.get(keysOf({ namespace, labels: selector })[0] ?? '') ?? [])
        .filter(({ labels }) => selects(selector, labels))
        .map(({ index }) => index),
    policies: (namespace, labels) =>
      keysOf({ namespace, labels })
        .flatMap((key) => byFirst.get(key) ?? [])
        .filter((entry) => selects(entry.labels, labels))
        .map(({ index }) => index),
  };
}

function keysOf({ namespace, labels }: Omit<Entry, 'index'>): readonly string[] {
  return Object.entries(labels)
    .map(([key, value]) => `${namespace} ${key}=${value}`)
    .sort();
}

function rulesByHost(manifests: readonly Manifest[]): ObjectIndex['rules'] {
  const rules = manifests.flatMap((manifest, index) =>
    manifest.kind === 'DestinationRule'
      ? [{ index, host: qualifiedHost(manifest, 'spec', 'host') }]
      : [],
  );
  const byHost = groupBy(rules, ({ host }) => host);
  return (host) => (byHost.get(host) ?? []).map(({ index }) => index);
}

/** The host at `path`; Istio takes one without a dot as a name in the object's own namespace. */
export function qualifiedHost(manifest: Manifest, ...path: readonly string[]): string {
  return qualify(textOf(manifest, ...path) ?? '', manifest);
}

/** `host` as `manifest` means it, without the cluster's domain. */
export function qualify(host: string, { metadata }: Manifest): string {
  if (!host.includes('.')) return `${host}.${metadata.namespace ?? 'default'}.svc`;
  return host.replace(/\.svc\..*$/, '.svc');
}
