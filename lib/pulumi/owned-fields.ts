import { fieldOf, listOf, textOf, type Manifest } from './manifest';

/**
 * Paths of fields, by object, that a controller among `manifests` writes after the object is made: an update would
 * take them back.
 */
export function ownedFields(
  manifests: readonly Manifest[],
): ReadonlyMap<Manifest, readonly string[]> {
  const byName = new Map(manifests.map((manifest) => [keyOf(manifest), manifest]));
  const owned = new Map<Manifest, readonly string[]>();
  for (const controller of manifests) {
    for (const { kind, name, fields } of claimsOf(controller)) {
      const { namespace } = controller.metadata;
      const object = byName.get(keyOf({ kind, metadata: { namespace, name } }));
      const there = object === undefined ? [] : fields.filter((field) => isThere(object, field));
      if (object && there.length > 0) owned.set(object, [...(owned.get(object) ?? []), ...there]);
    }
  }
  return owned;
}

interface Claim {
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly string[];
}

const WEIGHTS = ['spec.http[*].route[*].weight', 'spec.tcp[*].route[*].weight'];

function claimsOf(controller: Manifest): readonly Claim[] {
  switch (controller.kind) {
    case 'HorizontalPodAutoscaler':
    case 'ScaledObject': {
      const target = fieldOf(controller, 'spec', 'scaleTargetRef');
      const [kind, name] = [textOf(target, 'kind') ?? 'Deployment', textOf(target, 'name')];
      return name === undefined ? [] : [{ kind, name, fields: ['spec.replicas'] }];
    }
    case 'Rollout':
      return canaryRoutes(controller);
    default:
      return [];
  }
}

/** The VirtualServices whose weights an Argo Rollout moves. @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/ */
function canaryRoutes(rollout: Manifest): readonly Claim[] {
  const istio = fieldOf(rollout, 'spec', 'strategy', 'canary', 'trafficRouting', 'istio');
  const names = [
    textOf(istio, 'virtualService', 'name'),
    ...listOf(istio, 'virtualServices').map((route) => textOf(route, 'name')),
  ];
  return names.flatMap((name) =>
    name === undefined ? [] : [{ kind: 'VirtualService', name, fields: WEIGHTS }],
  );
}

function isThere(object: Manifest, field: string): boolean {
  const [path = ''] = field.split('[');
  return fieldOf(object, ...path.split('.')) !== undefined;
}

function keyOf({ kind, metadata }: Pick<Manifest, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
