import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec' with {
  'resolution-mode': 'import',
};
import { ANNOTATION } from '../conventions/annotations';
import { LABEL } from '../conventions/labels';
import { renderContainer } from './render-container';
import { renderSpread } from './render-spread';
import type { VersionPlan, WorkloadPlan } from './plan';

/** The pods of one version. */
export function renderPod(plan: WorkloadPlan, version: VersionPlan): IPodTemplateSpec {
  const isRootAllowed = plan.loosenings.some(({ kind }) => kind === 'root-user');
  const mountsToken = plan.loosenings.some(({ kind }) => kind === 'service-account-token');
  return {
    metadata: {
      labels: { ...plan.podLabels, ...version.labels, ...injectionLabel(plan) },
      annotations: { ...plan.podAnnotations, ...podAnnotations(plan) },
    },
    spec: {
      serviceAccountName: plan.serviceAccount,
      automountServiceAccountToken: mountsToken,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: plan.drain.gracePeriod.seconds,
      securityContext: {
        seccompProfile: { type: 'RuntimeDefault' },
        ...(!isRootAllowed && { runAsNonRoot: true }),
        ...(plan.user !== undefined && {
          runAsUser: plan.user,
          runAsGroup: plan.user,
          fsGroup: plan.user,
        }),
      },
      containers: [renderContainer(plan, version)],
      ...(plan.kind === 'job' && { restartPolicy: 'Never' }),
      ...(plan.imagePullSecrets.length > 0 && {
        imagePullSecrets: plan.imagePullSecrets.map((name) => ({ name })),
      }),
      ...(plan.kind !== 'job' && renderSpread(plan, version)),
      ...(plan.mounts.length > 0 && {
        volumes: plan.mounts.map(({ name, source }) => ({ name, ...source })),
      }),
    },
  };
}

function injectionLabel({ revision }: WorkloadPlan): Record<string, string> {
  return revision === undefined ? { [LABEL.inject]: 'true' } : { [LABEL.revision]: revision };
}

function podAnnotations(plan: WorkloadPlan): Record<string, string> {
  const { metrics, sidecarResources } = plan;
  const { cpu, memory } = sidecarResources;
  return {
    [ANNOTATION.nativeSidecar]: String(plan.hasNativeSidecar),
    [ANNOTATION.rewriteProbes]: 'true',
    [ANNOTATION.proxyConfig]: JSON.stringify(proxyConfig(plan)),
    ...(cpu.request !== undefined && { [ANNOTATION.proxyCpu]: cpu.request }),
    ...(cpu.limit !== undefined && { [ANNOTATION.proxyCpuLimit]: cpu.limit }),
    ...(memory.request !== undefined && { [ANNOTATION.proxyMemory]: memory.request }),
    ...(memory.limit !== undefined && { [ANNOTATION.proxyMemoryLimit]: memory.limit }),
    ...(metrics && {
      [ANNOTATION.scrape]: 'true',
      [ANNOTATION.scrapePort]: String(metrics.port),
      [ANNOTATION.scrapePath]: metrics.path,
    }),
  };
}

/** JSON is YAML, which is what the annotation takes. */
function proxyConfig({ drain, hasNativeSidecar, capturesDns }: WorkloadPlan): object {
  return {
    ...(!hasNativeSidecar && { holdApplicationUntilProxyStarts: true }),
    ...(capturesDns && { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } }),
    terminationDrainDuration: `${drain.proxyDrain.seconds}s`,
  };
}
