import type { MutualTls } from './istio';
import { hasLabels } from './labels';
import { select } from './manifests';
import type { Manifests, ResourceOf } from './manifests';
import type { Caller } from './sidecar';

export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/**
 * What a workload's port accepts: the port's own mode, else the workload's, the namespace's,
 * the mesh's (istio: pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication).
 */
export function mutualTlsMode(manifests: Manifests, workload: Caller, port: number): MutualTlsMode {
  const { rootNamespace } = manifests.mesh;
  const policies = select(manifests, 'PeerAuthentication');
  const open = policies.filter((policy) => !hasSelector(policy));
  const mesh = open.find(({ metadata }) => metadata.namespace === rootNamespace);
  const namespace = open.find(
    ({ metadata }) =>
      metadata.namespace === workload.namespace && metadata.namespace !== rootNamespace,
  );
  const own = policies.find(
    (policy) =>
      hasSelector(policy) &&
      // A selector in the root namespace selects nothing.
      policy.metadata.namespace !== rootNamespace &&
      policy.metadata.namespace === workload.namespace &&
      hasLabels(workload.labels, policy.spec.selector?.matchLabels),
  );
  const candidates = [
    own?.spec.portLevelMtls?.[String(port)],
    own?.spec.mtls,
    namespace?.spec.mtls,
    mesh?.spec.mtls,
  ];
  return candidates.map(modeOf).find((mode) => mode !== undefined) ?? 'PERMISSIVE';
}

function hasSelector({ spec }: ResourceOf<'PeerAuthentication'>): boolean {
  return Object.keys(spec.selector?.matchLabels ?? {}).length > 0;
}

function modeOf(settings: MutualTls | undefined): MutualTlsMode | undefined {
  const mode = settings?.mode ?? 'UNSET';
  return mode === 'UNSET' ? undefined : mode;
}
