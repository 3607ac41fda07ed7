import { fieldOf, listOf, textOf, textsOf, type Manifest } from '../manifest';

/** The pods that an object makes or is. */
export interface PodTemplate {
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: unknown;
}

const TEMPLATE_PATHS: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Deployment: ['spec', 'template'],
  Job: ['spec', 'template'],
  Pod: [],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  // Argo's
  Rollout: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
};

/** The pods of `manifest`; undefined for what makes none. */
export function podsOf(manifest: Manifest): PodTemplate | undefined {
  const path = TEMPLATE_PATHS[manifest.kind];
  const template = path && fieldOf(manifest, ...path);
  const spec = fieldOf(template, 'spec');
  return spec === undefined
    ? undefined
    : { labels: textsOf(template, 'metadata', 'labels') ?? {}, spec };
}

/** `Kind/name` of each object of its namespace that a pod cannot start without. */
export function neededBy({ spec }: PodTemplate): readonly string[] {
  const containers = [...listOf(spec, 'initContainers'), ...listOf(spec, 'containers')];
  const volumes = listOf(spec, 'volumes');
  const sources = [
    ...volumes,
    ...volumes.flatMap((volume) => listOf(volume, 'projected', 'sources')),
  ];
  const references: (readonly [string, string | undefined])[] = [
    ['ServiceAccount', textOf(spec, 'serviceAccountName')],
    ...listOf(spec, 'imagePullSecrets').map(
      (secret) => ['Secret', textOf(secret, 'name')] as const,
    ),
    ...sources.flatMap((source) => [
      ['ConfigMap', textOf(source, 'configMap', 'name')] as const,
      [
        'Secret',
        textOf(source, 'secret', 'secretName') ?? textOf(source, 'secret', 'name'),
      ] as const,
    ]),
    ...containers.flatMap(environmentSources),
  ];
  // not a PersistentVolumeClaim: one that waits for its first consumer is bound only then
  return references.flatMap(([kind, name]) => (name === undefined ? [] : [`${kind}/${name}`]));
}

function environmentSources(container: unknown): (readonly [string, string | undefined])[] {
  return [
    ...listOf(container, 'env').flatMap((variable) => [
      ['ConfigMap', textOf(variable, 'valueFrom', 'configMapKeyRef', 'name')] as const,
      ['Secret', textOf(variable, 'valueFrom', 'secretKeyRef', 'name')] as const,
    ]),
    ...listOf(container, 'envFrom').flatMap((source) => [
      ['ConfigMap', textOf(source, 'configMapRef', 'name')] as const,
      ['Secret', textOf(source, 'secretRef', 'name')] as const,
    ]),
  ];
}
